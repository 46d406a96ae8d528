import { describe, expect, test } from '@jest/globals';
import { outgoingCollection, usualPace } from '../../src/outgoing/index.ts';
import { addApp, payloadOf, signIn, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { logoutReceiver } from '../support/logout-receiver.ts';
import { availableProfiles } from '../support/postern.ts';
import { given, givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: ['privacy.addressDays=8'], sweepEvery: 50 });
  const ann = givenAccount(postern, email);
  const receiver = given(logoutReceiver, ({ stop }) => stop());

  test('an app that fails for a day is given up, and that is on record', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true, backchannelLogoutUri: receiver.uri });
    const person = postern.person();
    const { idToken } = await signIn(postern, person, app, email);
    receiver.answer(500);
    const url = new URL('/session/end', postern.issuer);
    url.searchParams.set('id_token_hint', idToken);
    await person.open(url);

    const { documents } = postern.rooms.store;
    const undelivered = async () =>
      (await postern.rooms.audit.search({ kind: 'logout.undelivered', limit: 10 })).events;
    /** Whether its node has written down that a try failed: until then it is claimed for a minute. */
    const isPutOff = async (): Promise<boolean> => {
      const [entry] = await documents.due(outgoingCollection, 'dueAt', Number.MAX_SAFE_INTEGER, 1);
      const wait = (entry?.dueAt ?? 0) - postern.rooms.clock.now();
      return wait < usualPace.lease - 10 || wait > usualPace.lease;
    };
    for (let tries = 1; tries <= 10; tries += 1) {
      await eventually(() => expect(receiver.requests).toHaveLength(tries));
      if (tries < 10) {
        await eventually(async () => expect(await isPutOff()).toBe(true));
        expect(await undelivered()).toEqual([]);
        time.forward(10 * 3600);
      }
    }
    await eventually(async () => {
      expect(await undelivered()).toEqual([
        expect.objectContaining({ account: ann.id, client: app.id, detail: { reason: 'http_500', tries: 10 } }),
      ]);
    });
    expect(new Set(receiver.requests.map(({ claims }) => claims['jti'])).size).toBe(10);

    // Nothing of it is left to be tried, and a day later nothing at all.
    expect(await documents.due(outgoingCollection, 'dueAt', Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    time.forward(25 * 3600);
    await eventually(async () =>
      expect(await documents.find(outgoingCollection, undefined, { limit: 10 })).toEqual([]),
    );
    expect(receiver.requests).toHaveLength(10);
  }, 120_000);

  test('an app whose sign-in had ended long before the session is told of that one’s end', async () => {
    const app = await addApp(postern, {
      kind: 'web',
      firstParty: true,
      backchannelLogoutUri: receiver.uri,
      refresh: { idle: 3600 },
    });
    const other = await addApp(postern, { kind: 'web', firstParty: true });
    receiver.answer(200);
    const person = postern.person();
    // From now on it goes by a session of its own, and asks for nothing any more.
    await signIn(postern, person, app, email);
    const { idToken } = await signIn(postern, person, app, email);
    const ofApp = () => postern.rooms.families.list('client', app.id, { limit: 10 });
    time.forward(3601);
    const ended = expect.objectContaining({ endReason: 'expired' });
    await eventually(async () => expect(await ofApp()).toEqual([ended, ended]));
    for (let days = 0; days < 9; days += 1) {
      time.forward(24 * 3600);
      await person.open(signInRequest(postern, other.id, { prompt: 'none' }).url);
      await postern.rooms.sweep();
    }
    // One is enough to know of it, and its addresses are kept no longer for that.
    const where = expect.objectContaining({ address: expect.stringMatching(/\/\d+$/) });
    const trace = expect.objectContaining({ endReason: 'expired', first: where, last: where });
    await eventually(async () => expect(await ofApp()).toEqual([trace]));
    const before = receiver.requests.length;
    const url = new URL('/session/end', postern.issuer);
    url.searchParams.set('id_token_hint', idToken);
    await person.open(url);
    await eventually(() => expect(receiver.requests.length).toBe(before + 1));
    expect(receiver.requests.at(-1)?.claims).toMatchObject({ aud: app.id, sid: payloadOf(idToken)['sid'] });

    // Then it is remembered no longer than any other.
    time.forward(8 * 24 * 3600);
    await eventually(async () => expect(await ofApp()).toEqual([]));
  }, 60_000);

  test('a session that expires is told of once its app has nothing left there', async () => {
    const refresh = { idle: 20 * 24 * 3600 };
    const app = await addApp(postern, { kind: 'web', firstParty: true, backchannelLogoutUri: receiver.uri, refresh });
    receiver.answer(200);
    await signIn(postern, postern.person(), app, email);
    const before = receiver.requests.length;
    time.forward(postern.rooms.settings.lifetimes.sessionIdle + 1);
    await postern.rooms.sweep();
    await postern.rooms.audit.idle();
    expect(receiver.requests.length).toBe(before);
    time.forward(6 * 24 * 3600);
    await eventually(() => expect(receiver.requests.length).toBe(before + 1));
    expect(receiver.requests.at(-1)?.claims['aud']).toBe(app.id);
  }, 60_000);
});
