// Improvements only: every page works without this file.
(() => {
  'use strict';
  const find = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Count down the characters of a text; read out, politely, only when fewer than 500 are left.
  find('textarea[data-max]').forEach((area) => {
    const line = document.getElementById(area.id + '-teller');
    if (!line) return;
    const live = document.createElement('span');
    live.className = 'visueel-verborgen';
    live.setAttribute('aria-live', 'polite');
    line.after(live);
    let timer;
    const show = () => {
      const left = Number(area.dataset.max) - area.value.length;
      const count = Math.abs(left).toLocaleString('nl-NL');
      const text = left < 0 ? `Je hebt ${count} tekens te veel.` : `Je hebt nog ${count} tekens over.`;
      line.textContent = text;
      line.classList.toggle('app-teller--teveel', left < 0);
      clearTimeout(timer);
      timer = setTimeout(() => { live.textContent = left < 500 ? text : ''; }, 1200);
    };
    area.addEventListener('input', show);
    show();
  });

  // A form is sent once. Coming back with the Back button makes it free again.
  const sent = new WeakSet();
  find('form[method=post]').forEach((form) => form.addEventListener('submit', (event) => {
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    setTimeout(() => sent.delete(form), 4000);
  }));
  addEventListener('pageshow', (event) => {
    if (event.persisted) find('form[method=post]').forEach((form) => sent.delete(form));
  });

  // Quick exit: the link, or three times Esc. First an empty screen, then away, without a way back.
  const exit = find('[data-snel-sluiten]')[0];
  if (exit) {
    const leave = () => {
      document.body.replaceChildren();
      document.title = '';
      location.replace(exit.href);
    };
    let presses = 0;
    let timer;
    exit.addEventListener('click', (event) => { event.preventDefault(); leave(); });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      presses += 1;
      if (presses >= 3) leave();
      clearTimeout(timer);
      timer = setTimeout(() => { presses = 0; }, 3000);
    });
  }

  // An error inside a folded step must be reachable from the list on top.
  addEventListener('hashchange', () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && target.closest('details:not([open])');
    if (fold) { fold.open = true; target.focus(); }
  });

  // On a telephone the tabs scroll in a row of their own: show the current one.
  find('.app-tabs a[aria-current]').forEach((tab) => { tab.closest('nav').scrollLeft = tab.offsetLeft - 16; });

  // Names stand on the screen for a while; then they are gone, also when the page can't be loaded again.
  find('[data-verdwijnt]').forEach((part) => {
    const gone = () => part.replaceChildren();
    setTimeout(gone, Number(part.dataset.verdwijnt) * 1000);
    addEventListener('pagehide', gone);
  });

  // Print what is shown once; the button is hidden where nothing can be printed.
  find('[data-afdrukken]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });

  // Select all; the box is shown only when there is something it can do.
  find('[data-kies-alles]').forEach((box) => {
    const form = box.closest('form');
    const holder = box.closest('[hidden]');
    if (holder) holder.hidden = false;
    box.addEventListener('change', () => {
      find('input[name=kies]', form).forEach((other) => { other.checked = box.checked; });
    });
  });
})();
