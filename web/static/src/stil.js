// Who does nothing for a while is warned, and then sees an empty page. Without this file the session ends all the same.
(() => {
  'use strict';
  const bar = document.getElementById('stil');
  const out = document.getElementById('uit');
  if (!bar || !out) return;
  const warnAfter = Number(bar.dataset.waarschuw) * 1000;
  const blankAfter = Number(bar.dataset.leeg) * 1000;
  const left = bar.querySelector('[data-over]');
  const title = document.title;
  // Other windows of the same person keep the same session going.
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('meldroute-bezig') : null;
  let since = Date.now();
  let blank = false;
  let typedIn = null;

  document.addEventListener('input', (event) => {
    const form = event.target.closest && event.target.closest('form[method=post]');
    if (form) typedIn = form;
  });

  const tell = () => { if (others) others.postMessage(bar.dataset.wie); };
  const start = () => {
    since = Date.now();
    bar.hidden = true;
    if (!blank) document.title = title;
  };

  const empty = () => {
    blank = true;
    bar.hidden = true;
    document.querySelectorAll('.app-pagina, .utrecht-skip-link').forEach((part) => { part.hidden = part !== out; });
    const line = out.querySelector('[data-kop]');
    const head = document.createElement('h1');
    head.className = 'utrecht-heading-1';
    head.tabIndex = -1;
    head.textContent = line.textContent;
    // The page under it keeps its own heading, hidden with the rest of it.
    line.replaceWith(head);
    out.setAttribute('role', 'main');
    document.title = head.textContent;
    head.focus();
  };

  const look = () => {
    if (blank) return;
    const quiet = Date.now() - since;
    if (quiet >= blankAfter) { empty(); return; }
    if (quiet < warnAfter) return;
    const minutes = Math.max(1, Math.ceil((blankAfter - quiet) / 60000));
    const text = minutes === 1 ? '1 minuut' : `${minutes} minuten`;
    if (left.textContent !== text) left.textContent = text;
    if (bar.hidden) {
      bar.hidden = false;
      document.title = `Bijna uitgelogd - ${title}`;
    }
  };

  bar.querySelector('[data-blijf]').addEventListener('click', async () => {
    const body = new URLSearchParams({ actie: 'blijf', csrf_token: bar.dataset.token });
    try {
      const answer = await fetch('/ingelogd', { method: 'POST', body, redirect: 'manual' });
      if (answer.status === 204) { start(); tell(); return; }
    } catch { return; }  // No network: the warning stays, and so does the text.
    empty();
  });

  out.querySelector('button').addEventListener('click', () => {
    if (typedIn) {
      // Only to be kept: whoever is logged in by now, the step in this form is not taken.
      const add = (name, value) => {
        const field = document.createElement('input');
        field.type = 'hidden';
        field.name = name;
        field.value = value;
        typedIn.append(field);
      };
      const button = typedIn.querySelector('button[name=actie]');
      if (button) add(button.name, button.value);
      add('alleen_bewaren', bar.dataset.wie);
      HTMLFormElement.prototype.submit.call(typedIn);
      return;
    }
    const here = location.pathname === bar.dataset.terug;
    location.replace(here ? location.pathname + location.search : bar.dataset.terug);
  });

  // A page that was frozen or asleep looks at once when it comes back.
  setInterval(look, 1000);
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', look);
  if (others) {
    others.addEventListener('message', (event) => { if (event.data === bar.dataset.wie && !blank) start(); });
    tell();
  }
})();
