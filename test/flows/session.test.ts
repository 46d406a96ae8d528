import { describe, expect, test } from '@jest/globals';
import { password, signIn, signInRequest } from '../support/apps.ts';
import { isSignedIn } from '../support/from-outside.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const ann = givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const cookieOf = (person: Person): string => person.cookie('postern.session') ?? '';
  /** A browser that has this session cookie and nothing else. */
  const holding = (cookie: string): Person => {
    const person = postern.person();
    person.cookies.set('postern.session;/', { value: cookie, path: '/' });
    return person;
  };
  const signInAgain = async (person: Person): Promise<void> => {
    const form = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    await person.submit(form, '/password', { password });
  };

  test('the cookie is HttpOnly, Lax and of this origin alone', async () => {
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const seen: string[] = [];
    const { fetch: real } = globalThis;
    globalThis.fetch = async (...given) => {
      const response = await real(...given);
      seen.push(...response.headers.getSetCookie());
      return response;
    };
    try {
      await person.submit(form, '/password', { identifier: email, password });
    } finally {
      globalThis.fetch = real;
    }
    const session = seen.find((line) => line.startsWith('postern.session='));
    expect(session).toMatch(/; path=\/;/i);
    expect(session).toMatch(/; httponly/i);
    expect(session).toMatch(/; samesite=lax/i);
    expect(session).not.toMatch(/domain=/i);
  });

  test('each authentication renews it: the old one works for requests in flight, and then no more', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const before = cookieOf(person);
    await signInAgain(person);
    expect(cookieOf(person)).not.toBe(before);
    const old = holding(before);
    expect(await isSignedIn(postern, app, old)).toBe(true);
    // Its answer does not put an older cookie in the place of the newer one.
    expect(cookieOf(old)).toBe(before);
    time.forward(31);
    expect(await isSignedIn(postern, app, holding(before))).toBe(false);
    expect(await isSignedIn(postern, app, person)).toBe(true);
  });

  test('a tab of my account that was in flight is not signed out, and gets no cookie for what it has not proven', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const before = cookieOf(person);
    await signInAgain(person);
    const old = holding(before);
    time.forward(20);
    const page = await old.open(new URL('/account', postern.issuer));
    expect([page.url.pathname, cookieOf(old)]).toEqual(['/account', before]);
    time.forward(61);
    const late = await old.open(new URL('/account', postern.issuer));
    expect(late.url.pathname).toMatch(/^\/interaction\//);
    expect((await person.open(new URL('/account', postern.issuer))).url.pathname).toBe('/account');
  });

  test('a cookie of two authentications ago is dead at once', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const before = cookieOf(person);
    await signInAgain(person);
    await signInAgain(person);
    expect(await isSignedIn(postern, app, holding(before))).toBe(false);
  });

  test('a cookie from before the sign-in is worth nothing after it (session fixation)', async () => {
    const person = postern.person();
    // A sign-out page keeps its secret in a session that nobody is signed in to.
    await person.open(new URL('/session/end', postern.issuer));
    const planted = cookieOf(person);
    await signIn(postern, person, app, email);
    expect(cookieOf(person)).not.toBe(planted);
    if (planted !== '') expect(await isSignedIn(postern, app, holding(planted))).toBe(false);
  });

  test('a request with a cookie of nothing signs nobody in and leaves no session', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const cookie = cookieOf(person);
    for (const broken of [`${cookie}x`, cookie.replace(/\.\d+\./, '.9.'), 'ps1.a.b.1.c', 'x'.repeat(300)]) {
      expect(await isSignedIn(postern, app, holding(broken))).toBe(false);
    }
    expect(await isSignedIn(postern, app, person)).toBe(true);
  });

  test('a session ends when it is not used, and at its absolute end although it is', async () => {
    const day = 24 * 3600;
    const idle = postern.person();
    await signIn(postern, idle, app, email);
    time.forward(15 * day);
    expect(await isSignedIn(postern, app, idle)).toBe(false);

    const busy = postern.person();
    await signIn(postern, busy, app, email);
    for (let days = 0; days < 84; days += 12) {
      time.forward(12 * day);
      expect([days, await isSignedIn(postern, app, busy)]).toEqual([days, true]);
    }
    time.forward(7 * day);
    expect(await isSignedIn(postern, app, busy)).toBe(false);
  });

  test('a disabled account is signed in nowhere', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    await postern.rooms.accounts.disable(ann.id);
    expect(await isSignedIn(postern, app, person)).toBe(false);
    const form = await person.open(signInRequest(postern, app.id).url);
    expect((await person.submit(form, '/password', { identifier: email, password })).status).toBe(401);
  });
});
