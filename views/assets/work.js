/*
 * Does the piece of work that a form asks for, in workers, and posts what comes of it with the form. Nothing is fetched
 * but the worker. It stands right behind the form, so that what it shows is there before the page is drawn.
 */
'use strict';

// A block of its own: another script of the page has names of its own.
{
  const form = document.querySelector('form[data-work]');
  const challenge = JSON.parse(form.dataset.work);
  let solution;
  let pressed = 'goesOn' in form.dataset;
  let failed = false;

  /** Shows the parts of the form for `working` or, where the browser cannot do it, the way without scripts. */
  function show(which) {
    for (const part of form.querySelectorAll('[data-shown]')) part.hidden = part.dataset.shown !== which;
  }

  function tell(what) {
    for (const message of form.querySelectorAll('[data-told]')) message.hidden = message.dataset.told !== what;
  }

  function post() {
    form.elements.namedItem('pass').value = JSON.stringify({ challenge, solution });
    HTMLFormElement.prototype.submit.call(form);
  }

  /** Each worker looks at every n-th key. The first to find the right one ends it for all. */
  function solve() {
    const count = Math.min(navigator.hardwareConcurrency || 1, 4);
    const workers = [];
    const found = new Promise((resolve, reject) => {
      for (let nth = 0; nth < count; nth += 1) {
        const worker = new Worker(form.dataset.worker);
        workers.push(worker);
        worker.addEventListener('error', reject);
        worker.addEventListener('message', ({ data }) => (data?.derivedKey ? resolve(data) : reject(data?.error)));
        worker.postMessage({ type: 'work', challenge, counterStart: nth, counterStep: count, timeout: 300_000 });
      }
    });
    return found.finally(() => {
      for (const worker of workers) worker.terminate();
    });
  }

  async function work() {
    try {
      solution = await solve();
    } catch {
      failed = true;
      show('stopped');
      // Where the form has no other way to offer, what was pressed already goes without.
      if (pressed && !form.querySelector('[data-shown="stopped"]')) HTMLFormElement.prototype.submit.call(form);
      return;
    }
    tell('done');
    if (pressed) post();
  }

  form.addEventListener('submit', (event) => {
    if (failed || event.submitter?.name === 'queue') return;
    event.preventDefault();
    pressed = true;
    if (solution) post();
  });

  show('working');
  form.querySelector('[autofocus]')?.focus();
  void work();
}
