// Security keys: asks the browser for the key, and sends its answer with the form. Without this file there is the code.
(() => {
  'use strict';
  if (!('PublicKeyCredential' in window)) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const descriptors = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async (options) => navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    },
  });
  const use = async (options) => navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    },
  });

  const asJson = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    if (answer.attestationObject) {
      response.attestationObject = text(answer.attestationObject);
    } else {
      response.authenticatorData = text(answer.authenticatorData);
      response.signature = text(answer.signature);
      if (answer.userHandle) response.userHandle = text(answer.userHandle);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {},
    });
  };

  document.querySelectorAll('form[data-sleutel]').forEach((form) => {
    const line = form.querySelector('[data-sleutel-fout]');
    const field = form.querySelector('input[name=antwoord]');
    form.querySelectorAll('[data-met-script]').forEach((part) => { part.hidden = false; });
    form.querySelectorAll('[data-zonder-script]').forEach((part) => { part.hidden = true; });
    let busy = false;
    form.addEventListener('submit', async (event) => {
      // What is not filled in is said by the server, before the key is asked.
      if ([...form.querySelectorAll('input[aria-required]')].some((one) => !one.value.trim())) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      line.textContent = '';
      try {
        const options = JSON.parse(form.dataset.opties);
        field.value = asJson(await (form.dataset.sleutel === 'nieuw' ? make(options) : use(options)));
        const action = document.createElement('input');
        action.type = 'hidden';
        action.name = 'actie';
        action.value = form.dataset.actie;
        form.append(action);
        HTMLFormElement.prototype.submit.call(form);
      } catch (error) {
        line.textContent = error.name === 'InvalidStateError' ? line.dataset.dubbel : line.dataset.gestopt;
        busy = false;
      }
    });
  });
})();
