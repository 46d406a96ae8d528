import { describe, expect, jest, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { deviceOfApp, familyCollection, findHeld, type Family } from '../../src/tokens/index.ts';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import { addApp, redeem, refresh, signInByPages, signInRequest, type App, type SignedIn } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { isSignedIn } from '../support/from-outside.ts';
import { logoutReceiver } from '../support/logout-receiver.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const day = 24 * 3600;
const origin = { requestId: 'test' };
const kinds = ['web', 'spa', 'native'] as const;

/** Sessions live 14 days unused, and 90 in all: what a sign-in of an app may do is not the shorter for that. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const receiver = given(logoutReceiver, (started) => started.stop());
  const rule = { idle: 300 * day, absolute: 365 * day };
  const year = givenApp(postern, { kind: 'web', firstParty: true, refresh: rule });
  const lasting = givenApp(postern, { kind: 'web', firstParty: true, refresh: { ...rule, survivesSignOut: true } });

  /** An app that somebody signed in to, which keeps its newest refresh token. */
  function holding(app: App, tokens: SignedIn) {
    let { refresh: token } = tokens;
    return {
      tokens,
      async goesOn(): Promise<boolean> {
        const answer = await refresh(postern, app.id, token, app.headers);
        if (answer.status === 200) token = String(answer.body['refresh_token']);
        else expect(answer.body.error).toBe('invalid_grant');
        return answer.status === 200;
      },
      family: async () => postern.rooms.families.get((await postern.rooms.families.read(token))?.id ?? ''),
    };
  }
  const signedIn = async (person: Person, app: App, email: string) =>
    holding(app, await signInByPages(postern, person, app, email));

  /** Time passes, and the sweeper has seen to all that is over by then. */
  async function pass(days: number): Promise<void> {
    time.forward(days * day);
    await postern.rooms.sweep();
    await postern.rooms.audit.idle();
  }

  /** An app whose session has expired, and was swept or not. */
  async function late({ swept = true, person = postern.person(), app = year } = {}) {
    const { email, id } = await somebody(postern);
    const one = await signedIn(person, app, email);
    time.forward(15 * day);
    if (swept) await pass(20);
    const { session = '', onDevice = '' } = (await one.family()) ?? {};
    return { ...one, person, email, id, device: deviceOfApp(onDevice), session };
  }

  test.each(kinds.flatMap((kind) => [13, 15, 89, 91].map((days) => ({ kind, days }))))(
    'a $kind app of 90 days that is not used is signed in until then ($days days)',
    async ({ kind, days }) => {
      const { email } = await somebody(postern);
      const rule = { idle: 90 * day, absolute: 400 * day };
      for (const more of [{}, { survivesSignOut: true }, { survivesSignOut: false }]) {
        const app = await addApp(postern, { kind, firstParty: true, refresh: { ...rule, ...more } });
        const { goesOn } = await signedIn(postern.person(), app, email);
        await pass(days);
        expect([more, await goesOn()]).toEqual([more, days < 90]);
      }
    },
  );

  test.each(kinds)('a %s app of a year that is used now and then is signed in until then', async (kind) => {
    const { email } = await somebody(postern);
    const rule = { idle: 40 * day, absolute: 365 * day, survivesSignOut: false };
    const app = await addApp(postern, { kind, firstParty: true, refresh: rule });
    const { goesOn } = await signedIn(postern.person(), app, email);
    for (let days = 30; days < 365; days += 30) {
      await pass(30);
      expect([days, await goesOn()]).toEqual([days, true]);
    }
    await pass(4);
    expect(await goesOn()).toBe(true);
    await pass(2);
    expect(await goesOn()).toBe(false);
  });

  test('the browser itself is signed out: the next app asks for the password', async () => {
    const { person, goesOn } = await late();
    expect(await isSignedIn(postern, year, person)).toBe(false);
    const screen = await person.open(signInRequest(postern, year.id).url);
    expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    expect(await goesOn()).toBe(true);
  });

  test('nor does the app bring it back by going on', async () => {
    const { person, goesOn, session } = await late({ swept: false });
    expect(await goesOn()).toBe(true);
    expect(await isSignedIn(postern, year, person)).toBe(false);
    await pass(1);
    expect(await goesOn()).toBe(true);
    expect(await postern.rooms.sessions.get(session)).toMatchObject({ account: expect.any(String) });
  });

  test('a code of a session that has expired meanwhile is worth nothing', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signedIn(person, year, email);
    // The session's last second, by its absolute end, which a request does not move on.
    for (let days = 0; days < 80; days += 10) {
      time.forward(10 * day);
      expect(await isSignedIn(postern, year, person)).toBe(true);
    }
    time.forward(10 * day - 30);
    const request = signInRequest(postern, year.id, { prompt: 'none' });
    const screen = await person.open(request.url);
    time.forward(40);
    const answer = await redeem(postern, year.id, screen, request.verifier, year.headers);
    expect(answer.body.error).toBe('invalid_grant');
  });

  describe.each([{ swept: true }, { swept: false }])('somebody who ends it, swept: $swept', ({ swept }) => {
    test('on the page of devices, in another browser', async () => {
      const { email, device, goesOn, person } = await late({ swept });
      const desk = postern.person();
      const list = await openOwn(postern, desk, '/account/devices', email);
      expect(devicesOn(list)).toHaveLength(2);
      expect(list.links).toContain(`/account/devices/${device}`);
      const done = await confirmEnd(postern, desk, `/account/devices/${device}/end`);
      expect(devicesOn(done)).toHaveLength(1);
      expect(await goesOn()).toBe(false);
      expect(await isSignedIn(postern, year, person)).toBe(false);
    });

    test('its one app on that page', async () => {
      const { email, goesOn, family } = await late({ swept });
      const desk = postern.person();
      await openOwn(postern, desk, '/account/devices', email);
      await confirmEnd(postern, desk, `/account/devices/${(await family())?.onDevice ?? ''}/end`);
      expect(await goesOn()).toBe(false);
      expect(devicesOn(await openOwn(postern, desk, '/account/devices', email))).toHaveLength(1);
    });

    test.each(['/account/end/others', '/account/end/everywhere'])('by %s', async (path) => {
      const { email, goesOn } = await late({ swept });
      expect(await goesOn()).toBe(true);
      const desk = postern.person();
      await openOwn(postern, desk, '/account/devices', email);
      await confirmEnd(postern, desk, path);
      expect(await goesOn()).toBe(false);
    });

    test('and all others, in that browser itself, whose next sign-in stays', async () => {
      const { email, person, goesOn } = await late({ swept });
      const again = await signedIn(person, year, email);
      await openOwn(postern, person, '/account/devices', email);
      await confirmEnd(postern, person, '/account/end/others');
      expect([await goesOn(), await again.goesOn(), await isSignedIn(postern, year, person)]).toEqual([
        false,
        true,
        true,
      ]);
    });

    test('an admin, who finds the device and its app', async () => {
      const { id, device, goesOn, family } = await late({ swept });
      const { signedIn: where } = postern.rooms;
      const { devices } = await where.list(id, { limit: 10 });
      const shown = await Promise.all(devices.map(where.describe));
      expect(shown).toMatchObject([{ kind: 'browser', id: device, apps: [{ id: (await family())?.onDevice }] }]);
      expect(await where.end(id, device, { reason: 'ended_by_admin', origin })).toBe(true);
      expect(await goesOn()).toBe(false);
      expect((await where.list(id, { limit: 10 })).devices).toEqual([]);
    });

    test('its owner, who says that a session was not theirs', async () => {
      const { id, session, goesOn } = await late({ swept });
      const { namedDevices } = postern.rooms;
      expect(await namedDevices.isSignedIn(id, { session })).toBe(true);
      await namedDevices.end(id, { session }, { reason: 'ended_by_owner', origin }, () => true);
      expect(await goesOn()).toBe(false);
      expect(await namedDevices.isSignedIn(id, { session })).toBe(false);
    });

    test('who suspends the account, also when it is open again', async () => {
      const { id, goesOn } = await late({ swept });
      expect(await goesOn()).toBe(true);
      await postern.rooms.accounts.disable(id);
      await postern.rooms.accounts.enable(id);
      expect(await goesOn()).toBe(false);
    });

    test('who signs in in that browser again, and out', async () => {
      const { email, person, goesOn } = await late({ swept });
      const elsewhere = await signedIn(postern.person(), year, email);
      const again = await signedIn(person, year, email);
      expect([await goesOn(), await again.goesOn()]).toEqual([true, true]);
      const url = new URL('/session/end', postern.issuer);
      url.searchParams.set('id_token_hint', again.tokens.idToken);
      await person.open(url);
      expect([await again.goesOn(), await goesOn(), await elsewhere.goesOn()]).toEqual([false, false, true]);
    });

    test('who signs out of the app, with its ID token, and nobody who has only that', async () => {
      const { person, tokens, goesOn } = await late({ swept });
      const url = new URL('/session/end', postern.issuer);
      const stranger = postern.person();
      await stranger.open(url);
      url.searchParams.set('id_token_hint', tokens.idToken);
      await stranger.open(url);
      expect(await goesOn()).toBe(true);
      expect((await person.open(url)).url.pathname).toBe('/session/end/success');
      expect(await goesOn()).toBe(false);
    });

    test('who signs in again is not signed out by an ID token of the session that expired, and its apps are', async () => {
      const named = await addApp(postern, {
        kind: 'web',
        firstParty: true,
        // Then its ID tokens name the session.
        backchannelLogoutUri: 'https://app.example.com/logout',
        refresh: { idle: 300 * day, absolute: 365 * day },
      });
      const { email, person, tokens, goesOn } = await late({ swept, app: named });
      time.forward(1);
      const again = await signedIn(person, named, email);
      const url = new URL('/session/end', postern.issuer);
      url.searchParams.set('id_token_hint', tokens.idToken);
      await person.open(url);
      expect([await goesOn(), await again.goesOn(), await isSignedIn(postern, year, person)]).toEqual([
        false,
        true,
        true,
      ]);
    });

    test('who signs out without an ID token in that browser, where nobody is in place any more: after a question', async () => {
      const { person, email, goesOn } = await late({ swept });
      const elsewhere = await signedIn(postern.person(), year, email);
      const url = new URL('/session/end', postern.issuer);
      // Whoever has the browser's cookie alone has no proof of who signed in in it.
      const planted = postern.person();
      planted.cookies.set('postern.browser;/', { value: person.cookie('postern.browser') ?? '', path: '/' });
      for (const nobody of [postern.person(), planted])
        expect((await nobody.open(url)).url.pathname).toBe('/session/end/success');

      const asked = await person.open(url);
      expect(asked.title).toContain('Do you want to sign out?');
      expect(asked.text).toContain(email);
      const stayed = await person.submit(asked, '/session/end/confirm');
      expect(stayed.title).toContain('You are still signed in');
      expect(await goesOn()).toBe(true);
      const out = await person.submit(await person.open(url), '/session/end/confirm', { logout: 'yes' });
      expect(out.title).toContain('You are signed out');
      expect(out.text).not.toContain(email);
      expect([await goesOn(), await elsewhere.goesOn()]).toEqual([false, true]);
      expect((await person.open(url)).url.pathname).toBe('/session/end/success');
    });

    test('who signs out of all accounts in that browser, also where another one is in place', async () => {
      const { person, email, goesOn } = await late({ swept });
      const other = await signedIn(person, year, (await somebody(postern)).email);
      const asked = await person.open(new URL('/session/end', postern.issuer));
      expect(asked.text).toContain(email);
      const out = await person.submit(asked, '/session/end/confirm', { logout: 'all' });
      expect(out.title).toContain('You are signed out');
      expect([await goesOn(), await other.goesOn()]).toEqual([false, false]);
    });

    test('another account that signs out in that browser does not', async () => {
      const { person, goesOn } = await late({ swept });
      const other = await somebody(postern);
      const { tokens } = await signedIn(person, year, other.email);
      const url = new URL('/session/end', postern.issuer);
      url.searchParams.set('id_token_hint', tokens.idToken);
      await person.open(url);
      expect(await isSignedIn(postern, year, person)).toBe(false);
      expect(await goesOn()).toBe(true);
    });
  });

  test('an app that outlives its session is on its device still, long after the record of that is gone', async () => {
    const { id, device, session, goesOn } = await late({ app: lasting });
    const { namedDevices, sessions } = postern.rooms;
    await pass(31);
    expect(await sessions.get(session)).toBeUndefined();
    expect(await goesOn()).toBe(true);
    expect(await namedDevices.isSignedIn(id, { device })).toBe(true);
    await namedDevices.end(id, { device }, { reason: 'ended_by_owner', origin }, () => true);
    expect(await goesOn()).toBe(false);
    expect(await namedDevices.isSignedIn(id, { device })).toBe(false);
  });

  test('nobody is asked about a session by which no app is signed in, and such an app stays', async () => {
    const { person, goesOn } = await late({ app: lasting, swept: false });
    const url = new URL('/session/end', postern.issuer);
    expect((await person.open(url)).url.pathname).toBe('/session/end/success');
    expect(await goesOn()).toBe(true);
  });

  test('the sign-out of a later session leaves such an app where it is', async () => {
    const { email, person, goesOn } = await late({ app: lasting });
    const again = await signedIn(person, year, email);
    const url = new URL('/session/end', postern.issuer);
    url.searchParams.set('id_token_hint', again.tokens.idToken);
    await person.open(url);
    expect([await again.goesOn(), await goesOn()]).toEqual([false, true]);
  });

  test('a session whose apps are all gone is on no list, and goes with its record', async () => {
    const { id, session, family } = await late();
    const { families, sessions, signedIn: where } = postern.rooms;
    await families.end((await family())?.id ?? '', 'token_revoked');
    expect((await where.list(id, { limit: 10 })).devices).toEqual([]);
    await pass(1);
    await eventually(async () => expect(await sessions.get(session)).toMatchObject({ endReason: 'expired' }));
    await pass(31);
    expect(await sessions.get(session)).toBeUndefined();
  });

  test('whose apps go on by a session is told without reading those that ended, in an older store too', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const [one, ...ended] = [await signedIn(person, year, email), await signedIn(person, year, email)];
    const { families, signedIn: where, store } = postern.rooms;
    for (const { family } of ended) await families.end((await family())?.id ?? '', 'token_revoked');
    await postern.rooms.audit.idle();
    // As a store of before has it.
    const { heldBy: session = '', ...before } = (await one.family()) ?? {};
    await store.documents.replace(familyCollection, before as Family);
    await findHeld(store.documents);

    const find = jest.spyOn(store.documents, 'find');
    try {
      expect(await families.holds(session)).toBe(true);
      const { devices } = await where.list(id, { limit: 10 });
      expect(await Promise.all(devices.map(where.describe))).toMatchObject([{ apps: [{ client: year.id }] }]);
      const read = await Promise.all(find.mock.results.map(({ value }) => value as Promise<Partial<Family>[]>));
      expect(read.flat().filter(({ client }) => client === year.id)).not.toEqual([]);
      expect(read.flat().filter(({ endedAt }) => endedAt !== undefined)).toEqual([]);
    } finally {
      find.mockRestore();
    }
    await families.end((await one.family())?.id ?? '', 'token_revoked');
    expect(await families.holds(session)).toBe(false);
  });

  test.each(['is used', 'is not used'])(
    'an app that a node of an older version signed in goes on and is ended with its device, where it %s',
    async (used) => {
      const { id, email } = await somebody(postern);
      const one = await signedIn(postern.person(), year, email);
      const { id: family = '', heldBy: session = '' } = (await one.family()) ?? {};
      const { families, signedIn: where, sessions, store } = postern.rooms;
      const older = await change(store.documents, familyCollection, family, ({ heldBy: _, ...rest }) => rest);
      expect(older).toBeDefined();
      expect(await families.holds(session)).toBe(false);
      const shown = async () => {
        const { devices } = await where.list(id, { limit: 10 });
        return (await Promise.all(devices.map(where.describe))).flatMap((device) => device?.apps ?? []);
      };
      if (used === 'is used') expect(await one.goesOn()).toBe(true);
      else await pass(20);
      expect(await shown()).toMatchObject([{ client: year.id }]);
      await pass(20);
      expect((await sessions.get(session))?.endedAt).toBeUndefined();
      expect(await one.goesOn()).toBe(true);
      const device = deviceOfApp((await one.family())?.onDevice ?? '');
      await where.end(id, device, { reason: 'ended_by_owner', origin });
      expect(await one.goesOn()).toBe(false);
    },
  );

  test('each app is told when it is signed out, once, and not when the session expires', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const hearing = (idle: number): Promise<App> =>
      addApp(postern, {
        kind: 'web',
        firstParty: true,
        backchannelLogoutUri: receiver.uri,
        refresh: { idle: idle * day, absolute: 365 * day },
      });
    const apps = [await hearing(5), await hearing(20), await hearing(100)];
    for (const app of apps) await signedIn(person, app, email);
    const toldOf = (): number[] =>
      receiver.requests.map(({ claims }) => apps.findIndex((app) => app.id === claims['aud']));
    const { device } = (await postern.rooms.sessions.list(id, { limit: 1 }))[0] ?? {};
    // It has slept through its time: as long as the session lives, nothing is over for its person.
    await pass(6);
    expect(toldOf()).toEqual([]);
    await pass(9);
    expect(toldOf()).toEqual([]);
    await pass(6);
    await eventually(() => expect(toldOf()).toEqual([1]));
    await pass(30);
    await postern.rooms.signedIn.end(id, device ?? '', { reason: 'ended_by_owner', origin });
    await eventually(() => expect(toldOf().toSorted()).toEqual([0, 1, 2]));
  });
});
