import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { account, addApp, password, redeem, refresh, signInRequest } from '../support/apps.ts';
import { habitsCollection } from '../../src/risk/index.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import { fromAnywhere, agents } from '../support/looks.ts';
import { newPasskey } from '../support/passkey.ts';
import { addresses, writePlaces } from '../support/places.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInForm } from '../support/several.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { browserIn, forgetSession, isAsked, owner, atHome } from '../support/unlike.ts';

const hour = 3600;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-unlike-'));
  await writePlaces(join(folder, 'places.mmdb'));
  await writeFile(join(folder, 'networks.txt'), `# exits\n${addresses.spain}\n${neighbour}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** On the list too. */
const neighbour = '198.51.100.77';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: () => [
      ...fromAnywhere(join(folder, 'places.mmdb')),
      'factors.secondFactor=by-risk',
      `risk.badNetworksFile=${join(folder, 'networks.txt')}`,
      'risk.badNetwork=block',
      'risk.unusualHour=factor',
      // Of wrong codes and passkeys there are as many as by default.
      'protection.dangerouslyMultiplyTriesPerNetwork=1',
    ],
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  /** Asks whoever has a factor, also where the installation asks only where a sign-in is unlike before. */
  const strict = givenApp(postern, { kind: 'web', firstParty: true, secondFactor: 'optional' });
  /** Asks nobody. */
  const lax = givenApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });

  const eventsOf = async (id: string, kind: 'account.signed_in' | 'account.sign_in_refused' | 'account.factor_asked') =>
    (await postern.rooms.audit.search({ account: id, kind, limit: 20 })).events;
  const subjectsTo = (email: string): string[] =>
    postern.mail.letters.filter(({ to }) => to === email).map(({ subject }) => subject);

  test('by risk the password is enough where all is as before, and is told to be one factor', async () => {
    const { email, person } = await owner(postern, time);
    forgetSession(person);
    const screen = await afterPassword(postern, person, app, email);
    expect(isAtApp(screen)).toBe(true);
    const { body } = await redeem(postern, app.id, screen, screen.verifier, app.headers);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ acr: 'urn:postern:one-factor', amr: ['pwd'] });
    // An app that is stricter than the installation asks all the same, and so does one request.
    expect(isAsked(await person.open(signInRequest(postern, strict.id).url))).toBe(true);
    const two = signInRequest(postern, app.id, { acr_values: 'urn:postern:two-factors' });
    expect(isAsked(await person.open(two.url))).toBe(true);
  });

  test('an unusual sign-in with a recovery code that is denied by its letter leaves none of the codes good', async () => {
    const { id, email, person, codes } = await owner(postern, time);
    forgetSession(person);
    time.forward(7 * 24 * hour);
    person.address = addresses.france;
    const asked = await afterPassword(postern, person, app, email);
    const form = await person.open(
      new URL(asked.links.find((link) => link.includes('recovery-code')) ?? '', asked.url),
    );
    expect(isAtApp(await person.submit(form, '/factor', { code: codes[0] ?? '' }))).toBe(true);
    const link = await linkIn(postern, email, 'was unlike before', 'not-me');
    expect((await postern.person().open(link)).text).toContain('None of your recovery codes works any more');
    await press(postern, link);
    expect((await postern.rooms.factors.get(id))?.recovery).toBeUndefined();
  });

  test('another country asks for the factor once; record, history and letter say which, and then it is known', async () => {
    const { id, email, person, phone } = await owner(postern, time);
    forgetSession(person);
    time.forward(7 * 24 * hour);
    person.address = addresses.france;
    const asked = await afterPassword(postern, person, app, email);
    expect(isAsked(asked)).toBe(true);
    expect(isAtApp(await person.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
    const unlike = { signals: 'newCountry', from: 'DE', to: 'FR', action: 'factor' };
    expect((await eventsOf(id, 'account.factor_asked'))[0]?.detail).toMatchObject(unlike);
    expect((await eventsOf(id, 'account.signed_in'))[0]?.detail).toMatchObject({ ...unlike, method: 'password' });

    // The session is not asked again for what it was asked for already.
    expect(isAtApp(await person.open(signInRequest(postern, app.id).url))).toBe(true);
    const history = await openOwn(postern, person, '/account/history', email);
    expect(history.text).toContain('Signed in, unlike before: a new country (Germany → France)');
    await eventually(() => expect(subjectsTo(email)).toContainEqual(expect.stringContaining('was unlike before')));
    const letter = postern.mail.letters.find(({ to, subject }) => to === email && subject.includes('unlike before'));
    expect(letter?.text).toContain('Unlike before: a new country.');

    forgetSession(person);
    expect(isAtApp(await afterPassword(postern, person, app, email))).toBe(true);
  });

  test('a place that nobody gets to in the time asks, and one that they get to does not', async () => {
    const { id, email, person } = await owner(postern, time);
    forgetSession(person);
    person.address = addresses.newYork;
    expect(isAsked(await afterPassword(postern, person, app, email))).toBe(true);
    expect((await eventsOf(id, 'account.factor_asked'))[0]?.detail).toMatchObject({
      signals: 'newCountry, impossibleTravel',
      from: 'DE, Berlin',
      to: 'US, New York',
    });
    person.address = addresses.potsdam;
    expect(isAtApp(await afterPassword(postern, person, app, email))).toBe(true);
  });

  test('the letter about it says the city, as the history does', async () => {
    const { email } = await atHome(postern);
    const other = browserIn(postern, 'newYork', agents.chrome);
    expect(isAtApp(await afterPassword(postern, other, app, email))).toBe(true);
    expect((await openOwn(postern, other, '/account/history', email)).text).toContain('near New York');
    await eventually(() => expect(subjectsTo(email)).toContain('A new device is signed in to Postern'));
    const letter = postern.mail.letters.find(({ to, subject }) => to === email && subject.includes('new device'));
    expect(letter?.text).toContain('Where: near New York, United States');
    expect(letter?.html).toContain('near New York, United States');
  });

  test('a browser whose cookie somebody planted is not known to the account by it', async () => {
    const { id, email, person } = await owner(postern, time);
    const thief = browserIn(postern, 'berlin');
    thief.cookies.set('postern.browser;/', { value: person.cookie('postern.browser') ?? '', path: '/' });
    expect(isAsked(await afterPassword(postern, thief, app, email))).toBe(true);
    expect((await eventsOf(id, 'account.factor_asked'))[0]?.detail).toMatchObject({ signals: 'newDevice' });
  });

  test('nor by a sign-in of their own under it', async () => {
    const { id, email, person } = await owner(postern, time);
    const thief = browserIn(postern, 'berlin');
    thief.cookies.set('postern.browser;/', { value: person.cookie('postern.browser') ?? '', path: '/' });
    const own = `thief-of-${email}`;
    await account(postern, own);
    expect(isAtApp(await afterPassword(postern, thief, app, own))).toBe(true);
    forgetSession(thief);
    expect(isAsked(await afterPassword(postern, thief, app, email))).toBe(true);
    expect((await eventsOf(id, 'account.factor_asked'))[0]?.detail).toMatchObject({ signals: 'newDevice' });
  });

  test('an hour at which the account is never used asks, once it is known when it is', async () => {
    const { id, email, person } = await owner(postern, time);
    const origin = { address: addresses.berlin, userAgent: agents.firefox };
    const { risk, clock } = postern.rooms;
    for (let turn = 0; turn < 20; turn += 1) await risk.note(id, origin);
    forgetSession(person);
    time.forward(24 * hour);
    expect(isAtApp(await afterPassword(postern, person, app, email))).toBe(true);
    time.forward(8 * hour);
    forgetSession(person);
    expect(isAsked(await afterPassword(postern, person, app, email))).toBe(true);
    const [asked] = await eventsOf(id, 'account.factor_asked');
    expect(asked?.detail).toMatchObject({
      signals: 'unusualHour',
      to: String(new Date(clock.now() * 1000).getUTCHours()),
    });
  });

  test('a new browser asks who has a factor, and one letter says all; who has none gets in with a letter', async () => {
    const { email, phone } = await owner(postern, time);
    const other = browserIn(postern, 'france', agents.chrome);
    const asked = await afterPassword(postern, other, app, email);
    expect(isAsked(asked)).toBe(true);
    expect(subjectsTo(email).filter((subject) => subject.includes('new device'))).toEqual([]);
    expect(isAtApp(await other.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
    await eventually(() => expect(subjectsTo(email)).toContain('A new device is signed in to Postern'));
    const letter = postern.mail.letters.find(({ to, subject }) => to === email && subject.includes('new device'));
    expect(letter?.text).toContain('Used for this sign-in: authenticator app.');
    expect(letter?.text).toMatch(/Unlike before: a new country/);

    const nobody = await atHome(postern);
    const theirs = browserIn(postern, 'france', agents.chrome);
    expect(isAtApp(await afterPassword(postern, theirs, app, nobody.email))).toBe(true);
    await eventually(() => expect(subjectsTo(nobody.email)).toEqual(['A new device is signed in to Postern']));
    // One letter, and none for the country or the factor beside it.
    await openOwn(postern, theirs, '/account', nobody.email);
    expect(subjectsTo(email).filter((subject) => /unlike|first time|another device/.test(subject))).toEqual([]);
  });

  test('what an app lets in with less makes neither a country nor a browser a known one', async () => {
    const { id, email, person } = await owner(postern, time);
    const thief = browserIn(postern, 'france', agents.chrome);
    expect(isAtApp(await afterPassword(postern, thief, lax, email))).toBe(true);
    // The session is good for that app alone.
    expect(isAsked(await thief.open(signInRequest(postern, app.id).url))).toBe(true);
    expect(isAsked(await thief.open(new URL('/account', postern.issuer)))).toBe(true);
    forgetSession(thief);
    expect(isAsked(await afterPassword(postern, thief, app, email))).toBe(true);
    const elsewhere = browserIn(postern, 'france');
    expect(isAsked(await afterPassword(postern, elsewhere, app, email))).toBe(true);

    // Its owner was written to about the country with the thief's device, and is not at each sign-in from there.
    person.address = addresses.france;
    for (let turn = 0; turn < 3; turn += 1) {
      forgetSession(person);
      expect(isAtApp(await afterPassword(postern, person, lax, email))).toBe(true);
    }
    const told = (await eventsOf(id, 'account.signed_in')).map(({ detail }) => detail?.['told'] === true);
    expect(told.slice(0, 4)).toEqual([true, true, true, false]);
  });

  test('the browser’s cookie without its proof is not made the account’s own by an app that asks for less', async () => {
    const { email, person } = await owner(postern, time);
    const thief = browserIn(postern, 'berlin');
    const [key, browser] = [...person.cookies].find(([name]) => name.startsWith('postern.browser;'))!;
    thief.cookies.set(key, browser);
    expect(isAtApp(await afterPassword(postern, thief, lax, email))).toBe(true);
    forgetSession(thief);
    expect(isAsked(await afterPassword(postern, thief, app, email))).toBe(true);
  });

  test('from a listed network nobody gets in, which only who knows the password learns', async () => {
    const { id, email, person, phone } = await owner(postern, time);
    forgetSession(person);
    person.address = addresses.spain;
    const request = signInRequest(postern, app.id);
    const wrong = await person.submit(await signInForm(person, request.url), '/password', {
      identifier: email,
      password: 'x',
    });
    expect([wrong.status, wrong.text]).toEqual([401, expect.not.stringContaining('stopped')]);
    const blocked = await afterPassword(postern, person, app, email);
    expect([blocked.status, blocked.title]).toEqual([403, expect.stringContaining('We stopped this sign-in')]);
    expect(blocked.text).toContain('Try again from a device, a place or a network');
    // Nothing was begun that the factor could end.
    const [path = ''] = /^\/interaction\/[^/]+/.exec(blocked.url.pathname) ?? [];
    const next = await person.open(new URL(`${path}/factor`, postern.issuer));
    expect(next.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    const fields = { ...next.forms[0]?.fields, factor: 'app', code: phone.code() };
    expect(isAtApp(await person.post(new URL(`${path}/factor`, postern.issuer), fields))).toBe(false);

    const [refused] = await eventsOf(id, 'account.sign_in_refused');
    expect(refused).toMatchObject({
      outcome: 'refused',
      detail: {
        reason: 'unlike_before',
        action: 'block',
        signals: 'newCountry, badNetwork',
        to: 'ES, 198.51.100.0/24',
      },
    });
    await eventually(() => expect(subjectsTo(email)).toContain('We stopped a sign-in to Postern'));
    // Also where the budget of passkeys is full, which who has the password could see to.
    const visitor = postern.person();
    visitor.address = neighbour;
    let status = 0;
    for (let tries = 0; tries < 70 && status !== 429; tries += 1) {
      const page = await visitor.open(signInRequest(postern, app.id).url);
      status = (await visitor.submit(page, '/passkey', { credential: newPasskey().get(page) })).status;
    }
    expect(status).toBe(429);
    forgetSession(person);
    person.address = neighbour;
    expect((await afterPassword(postern, person, app, email)).status).toBe(403);
    const stopped = await eventsOf(id, 'account.sign_in_refused');
    expect(stopped.filter(({ detail }) => detail?.['reason'] === 'unlike_before')).toHaveLength(2);
    // From where it was before it goes on, in the same sign-in.
    person.address = addresses.berlin;
    const again = await person.open(new URL(`${path}/sign-in`, postern.issuer));
    const done = await person.submit(again, '/password', { identifier: email, password });
    expect(isAtApp(done)).toBe(true);
    const history = await openOwn(postern, person, '/account/history', email);
    expect(history.text).toContain(
      'Sign-in stopped because it was unlike before: a new country (Germany → Spain) and a network',
    );
  });

  test('a passkey is a first factor like any other: looked at, stopped, and asked for the password where it saw nobody', async () => {
    const withPasskey = async (verified: boolean) => {
      const one = await atHome(postern);
      const passkey = newPasskey({ verified });
      const page = await one.person.open(new URL('/account/security/passkeys', postern.issuer));
      await one.person.submit(page, '/passkeys', { credential: passkey.create(page), name: 'Mine' });
      const signIn = async (from: keyof typeof addresses) => {
        forgetSession(one.person);
        one.person.address = addresses[from];
        const asked = await signInForm(one.person, signInRequest(postern, app.id).url);
        return one.person.submit(asked, '/passkey', { credential: passkey.get(asked) });
      };
      return { ...one, signIn };
    };
    const sure = await withPasskey(true);
    const blocked = await sure.signIn('spain');
    expect([blocked.status, blocked.title]).toEqual([403, expect.stringContaining('We stopped this sign-in')]);
    // Two factors at once: whatever would be asked for is proven.
    expect(isAtApp(await sure.signIn('france'))).toBe(true);
    const [signedIn] = await eventsOf(sure.id, 'account.signed_in');
    expect(signedIn?.detail).toMatchObject({ method: 'passkey', signals: 'newCountry', to: 'FR' });

    const touched = await withPasskey(false);
    expect(isAtApp(await touched.signIn('berlin'))).toBe(true);
    const again = await touched.signIn('france');
    expect([again.status, isAtApp(again)]).toEqual([401, false]);
  });

  test('what is kept of an account holds no address', async () => {
    const { id } = await owner(postern, time);
    const habits = await postern.rooms.store.documents.get(habitsCollection, id);
    expect(habits).toMatchObject({ countries: ['DE'], last: { city: 'Berlin' } });
    expect(JSON.stringify(habits)).not.toContain(addresses.berlin);
  });

  test('who came in to an app that asks for less signs out in that browser what went on when the session had expired', async () => {
    const { email } = await owner(postern, time);
    const guest = browserIn(postern, 'france');
    const rule = { idle: 40 * 24 * hour, absolute: 90 * 24 * hour };
    const asksLess = { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true, refresh: rule };
    const lasts = await addApp(postern, asksLess);
    const screen = await afterPassword(postern, guest, lasts, email);
    const { body } = await redeem(postern, lasts.id, screen, screen.verifier, lasts.headers);
    time.forward(20 * 24 * hour);
    const next = await refresh(postern, lasts.id, body['refresh_token'], lasts.headers);
    expect(next.status).toBe(200);

    const end = new URL('/session/end', postern.issuer);
    // The browser's cookie alone proves nothing.
    const planted = postern.person();
    planted.cookies.set('postern.browser;/', { value: guest.cookie('postern.browser') ?? '', path: '/' });
    expect((await planted.open(end)).url.pathname).toBe('/session/end/success');
    const asked = await guest.open(end);
    expect(asked.text).toContain(email);
    const out = await guest.submit(asked, '/session/end/confirm', { logout: 'yes' });
    expect(out.title).toContain('You are signed out');
    const after = await refresh(postern, lasts.id, next.body['refresh_token'], lasts.headers);
    expect(after.body.error).toBe('invalid_grant');
    // It was signed out as any, and is the account's own no more than before.
    expect(isAsked(await afterPassword(postern, guest, app, email))).toBe(true);
  });
});
