import { describe, expect, test } from '@jest/globals';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import { account, addApp, password, redeem, refresh, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo } from '../support/letters.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: ['trustedProxies=127.0.0.0/8,::1'], sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes & more', refresh: { reuseInterval: 0 } });

  let events = 0;

  const openEntries = () =>
    postern.rooms.store.documents.due(outgoingCollection, 'dueAt', Number.MAX_SAFE_INTEGER, 100);

  /** Somebody uses a refresh token that was used before. */
  async function reuse(
    email: string,
    headers: Readonly<Record<string, string>> = {},
    person = postern.person(),
  ): Promise<void> {
    const { refresh: token } = await signIn(postern, person, app, email);
    await refresh(postern, app.id, token, app.headers);
    const again = await refresh(postern, app.id, token, { ...app.headers, ...headers });
    expect(again.body.error).toBe('invalid_grant');
  }

  test('a token used twice is written about: what, when, from where, in the language of the account', async () => {
    const email = 'ann@example.com';
    await postern.rooms.accounts.create({
      ...{ email, locale: 'de-AT' },
      password: await postern.rooms.passwords.hash(password),
    });
    await reuse(email, {
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'x-forwarded-for': '84.128.0.1',
    });
    const { subject, text, html, messageId } = await postern.mail.take(email);
    expect(subject).toBe('Eine Anmeldung bei Notes & more wurde beendet');
    expect(text).toContain('Notes & more');
    expect(html).toContain('Notes &amp; more');
    for (const form of [text, html]) {
      expect(form).toContain('Firefox unter Windows');
      expect(form).toContain('Deutschland');
      expect(form).toContain(`${postern.issuer}/account/devices`);
      expect(form).toContain(`${new Date().getFullYear()}`);
      expect(form).toContain('bleiben angemeldet');
    }
    const { events } = await postern.rooms.audit.search({ kind: 'token.reused', client: app.id, limit: 1 });
    expect(messageId).toBe(`<letter.${events[0]?.id}@localhost>`);
    await eventually(async () => expect(await openEntries()).toEqual([]));
    expect(lettersTo(postern, email)).toHaveLength(1);
  });

  test('a code used twice is written about', async () => {
    const email = 'ben@example.com';
    await account(postern, email);
    const person = postern.person();
    const request = signInRequest(postern, app.id);
    const screen = await walk(person, request, email);
    await redeem(postern, app.id, screen, request.verifier, app.headers);
    await redeem(postern, app.id, screen, request.verifier, app.headers);
    const { text } = await postern.mail.take(email);
    expect(text).toContain('The code with which Notes & more signed you in was used a second time.');
  });

  test('a rule of an app that is broken is written about, with the country that it was broken from', async () => {
    const email = 'cleo@example.com';
    await account(postern, email);
    const strict = await addApp(postern, {
      ...{ kind: 'web', firstParty: true, name: 'Bank' },
      refresh: { changes: { country: 'revoke' } },
    });
    const from = (address: string): App => ({ ...strict, headers: { ...strict.headers, 'x-forwarded-for': address } });
    const { refresh: token } = await signIn(postern, postern.person(), from('84.128.0.1'), email);
    expect((await refresh(postern, strict.id, token, from('90.0.0.1').headers)).status).toBe(400);
    const { text } = await postern.mail.take(email);
    expect(text).toContain('we ended a sign-in of Bank');
    expect(text).toContain('from another place');
    expect(text).toContain('Where: France');
  });

  test.each([
    ['family.changed', { what: 'country', from: 'DE', to: 'FR', action: 'revoke' }, 'we ended a sign-in'],
    ['family.changed', { what: 'country', from: 'DE', to: 'FR', action: 'step-up' }, 'to ask you to sign in again'],
    ['family.changed', { what: 'country', from: 'DE', to: 'FR', action: 'notify' }, 'It stays signed in.'],
    ['device.new', { name: 'Firefox' }, 'on a device that it was not used on before'],
    ['password.changed', {}, 'The password of your account was changed.'],
    ['account.signed_out', { reason: 'ended_by_owner', kept: 'a' }, 'All other devices were signed out'],
    ['account.signed_out', { reason: 'ended_by_owner' }, 'signed out on all devices'],
    ['account.signed_out', { reason: 'ended_by_admin' }, 'The people who run Postern signed you out'],
    ['session.ended', { reason: 'ended_by_admin' }, 'The people who run Postern signed you out'],
    ['session.ended', { reason: 'ended_by_app', by: 'gone' }, 'an app that is no longer there signed you out'],
  ] as const)('%s %j is written about', async (kind, detail, words) => {
    const { audit } = postern.rooms;
    const email = `dan-${String(events++)}@example.com`;
    const id = await account(postern, email);
    await audit.record(audit.newEvent({ kind, outcome: 'done', account: id, client: app.id, detail }));
    expect((await postern.mail.take(email)).text).toContain(words);
  });

  test('what a rule allows is not written about, and an event told again is one letter', async () => {
    const { audit } = postern.rooms;
    const email = 'eve@example.com';
    const id = await account(postern, email);
    const common = { outcome: 'done', account: id, client: app.id } as const;
    await audit.record(audit.newEvent({ kind: 'family.changed', ...common, detail: { action: 'allow' } }));
    // The password's own letter says it.
    await audit.record(
      audit.newEvent({ kind: 'account.signed_out', ...common, detail: { reason: 'password_changed' } }),
    );
    const event = audit.newEvent({ kind: 'device.new', ...common });
    await audit.record(event);
    await audit.record(event);
    await postern.mail.take(email);
    await audit.record(event);
    await eventually(async () => expect(await openEntries()).toEqual([]));
    expect(lettersTo(postern, email)).toHaveLength(1);
  });

  test('nobody can fill a mailbox: the third letter of a kind in an hour says that it is the last', async () => {
    const email = 'fay@example.com';
    const id = await account(postern, email);
    const person = postern.person();
    for (let times = 0; times < 6; times += 1) await reuse(email, {}, person);
    await eventually(() => expect(lettersTo(postern, email).length).toBeGreaterThanOrEqual(3));
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'token.reused', account: id, limit: 10 });
      expect(events).toHaveLength(6);
    });
    await eventually(async () => expect(await openEntries()).toEqual([]));
    const texts = lettersTo(postern, email).map(({ text }) => text.includes('we send no more of them'));
    expect(texts.sort()).toEqual([false, false, true]);
    // Of another kind there is one all the same.
    const { audit } = postern.rooms;
    await audit.record(audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id }));
    await eventually(() => expect(lettersTo(postern, email)).toHaveLength(4));
  }, 60_000);

  test('a letter waits for a mail server that is away, over a restart too, and then comes once', async () => {
    const email = 'gus@example.com';
    await account(postern, email);
    postern.mail.refuse(451);
    await reuse(email);
    await eventually(async () => expect((await openEntries()).some(({ tries }) => tries > 0)).toBe(true));
    await postern.restart();
    postern.mail.refuse(undefined);
    await eventually(() => expect(lettersTo(postern, email)).toHaveLength(1));
    await eventually(async () => expect(await openEntries()).toEqual([]));
    expect(lettersTo(postern, email)).toHaveLength(1);
  }, 60_000);

  test('an address that is refused for good is given up, and that is on record', async () => {
    const email = 'hal@example.com';
    const id = await account(postern, email);
    postern.mail.refuse(550);
    await reuse(email);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'letter.undelivered', account: id, limit: 10 });
      expect(events.map(({ detail }) => detail)).toEqual([
        { letter: 'token-reused', reason: 'address_refused', tries: 1 },
      ]);
    });
    postern.mail.refuse(undefined);
  });
});
