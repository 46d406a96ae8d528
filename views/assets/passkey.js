/*
 * Asks the browser for a passkey and posts what it says, by a form of the page. The form has what to ask for; this script
 * fetches nothing. It stands right behind the form, so that what it shows is there before the page is drawn.
 */
'use strict';

const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  globalThis.SimpleWebAuthnBrowser;

const form = document.querySelector('form.ceremony');
const options = JSON.parse(form.dataset.options);
const [button] = form.getElementsByTagName('button');

/** Shows one of the form's messages, or none. */
function tell(what) {
  for (const message of form.querySelectorAll('[data-told]')) message.hidden = message.dataset.told !== what;
}

function post(credential) {
  form.elements.namedItem('credential').value = JSON.stringify(credential);
  const remember = form.elements.namedItem('remember');
  const box = document.querySelector('input[type=checkbox][name=remember]');
  if (remember && box) remember.value = box.checked ? 'yes' : '';
  HTMLFormElement.prototype.submit.call(form);
}

/** Passkeys among what the browser suggests for the field of the email address, until one is chosen. */
async function suggest() {
  if (!('suggested' in form.dataset) || !(await browserSupportsWebAuthnAutofill())) return;
  try {
    post(await startAuthentication({ optionsJSON: options, useBrowserAutofill: true }));
  } catch {
    // The button was pressed instead, or the browser has nothing to suggest.
  }
}

async function begin() {
  tell('none');
  button.disabled = true;
  try {
    const start = form.dataset.does === 'create' ? startRegistration : startAuthentication;
    post(await start({ optionsJSON: options }));
  } catch (error) {
    button.disabled = false;
    tell(error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' ? 'known' : 'stopped');
    void suggest();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void begin();
});

if (browserSupportsWebAuthn()) {
  form.hidden = false;
  void suggest();
} else {
  button.disabled = true;
  tell('unsupported');
}
