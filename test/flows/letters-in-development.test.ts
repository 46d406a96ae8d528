import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../config/index.ts';
import { readyMessage } from '../../src/cli/ready.ts';
import { signInRequest } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { freePort } from '../support/servers/process.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const withMail = { POSTERN_SMTP_URL: 'smtp://postern:hunter2@mail.example:587' };
const texts = (transport: string) => [`factors.sms.transport=${transport}`, 'factors.sms.countries=DE'];
const hook = {
  POSTERN_FACTORS_SMS_WEBHOOK_URL: 'https://texts.example/in',
  POSTERN_FACTORS_SMS_WEBHOOK_SECRET: `whsec_${btoa('x'.repeat(32))}`,
};

describe('what is told at the start says where letters and text messages go', () => {
  const outbox = 'http://localhost:3000/outbox';
  test.each([
    ['nothing', [], {}, { Letters: outbox }],
    ['text messages in the outbox', texts('outbox'), {}, { Letters: outbox, Texts: outbox }],
    ['a mail server', [], withMail, { Letters: 'sent by mail.example' }],
    ['both', texts('outbox'), withMail, { Letters: 'sent by mail.example', Texts: outbox }],
    ['a webhook', texts('webhook'), hook, { Letters: outbox, Texts: 'sent by texts.example' }],
  ])('with %s', (_what, set, environment, told) => {
    const message = readyMessage(loadSettings({ set }, environment, '/tmp'), '/tmp');
    const lines = message.matchAll(/^ {2}(Letters|Texts) +(.*)$/gm);
    expect(Object.fromEntries([...lines].map(([, name, place]) => [name, place]))).toEqual(told);
    expect(message).not.toContain('hunter2');
  });
});

describe.each([
  ['without a mail server', { POSTERN_SMTP_URL: undefined }, [], true, true],
  ['with a mail server', {}, [], false, false],
  ['with a mail server, and text messages in the outbox', {}, texts('outbox'), false, true],
])('%s', (_what, environment, settings, lettersStay, hasOutbox) => {
  const demo = given(async () => ({ port: await freePort() }));
  const { postern } = onPostern('sqlite', {
    environment,
    settings: () => ['demo.enabled=true', `demo.port=${demo.port}`, ...settings],
  });
  const app = givenApp(postern, { kind: 'spa', name: 'Notes', firstParty: true });

  /** What is said after an address was typed here. */
  async function saidAfter(path: string, fields: Readonly<Record<string, string>>, by: Person = postern.person()) {
    const { url } = await by.open(signInRequest(postern, app.id).url);
    const form = await by.open(new URL(`${url.pathname}${path}`, postern.issuer));
    return by.submit(form, path, fields);
  }

  test('the pages say that letters stay at this machine where they do, and lead to the outbox then', async () => {
    const email = 'ann@example.com';
    const pages = [
      await saidAfter('/sign-up', { email, password: 'a good long password' }),
      await saidAfter('/recover', { email }),
    ];
    for (const { text, html } of pages) {
      expect(text.includes('no email leaves this machine')).toBe(lettersStay);
      expect(html.includes('href="/outbox"')).toBe(lettersStay);
    }
    const landing = await (await fetch(`http://localhost:${demo.port}/`)).text();
    expect(landing.includes('no letter leaves this machine')).toBe(lettersStay);
    expect(landing.includes('/outbox')).toBe(lettersStay);
  });

  test('the outbox is there where something lands in it, and claims nothing of what does not', async () => {
    const outbox = await postern.person().open(new URL('/outbox', postern.issuer));
    expect(outbox.status).toBe(hasOutbox ? 200 : 404);
    expect(outbox.text).not.toContain('no email leaves this machine');
  });
});
