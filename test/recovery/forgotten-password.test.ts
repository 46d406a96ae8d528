import { beforeEach, describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { accountCollection } from '../../src/accounts/index.ts';
import { password, post, redeem, signInRequest, walk } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { openOwn } from '../support/account-pages.ts';
import { eventually } from '../support/eventually.ts';
import { signsIn } from '../support/from-outside.ts';
import { lettersTo, linkTo } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const next = 'a whole new set of words';

describe.each(availableProfiles())('on %s', (profile) => {
  // Of the limits only the one for each address: all of these come from one machine.
  const { postern, time } = onPostern(profile, {
    settings: ['protection.dangerouslyMultiplyTriesPerAccount=1'],
    sweepEvery: 200,
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, homepage: 'https://app.example.com/' });

  let email: string;
  let id: string;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
  });

  /** Asks for the letter, as far as the page that says to look for it. */
  async function ask(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Screen> {
    const person = postern.person();
    const signIn = await person.open(signInRequest(postern, app.id).url);
    const link = signIn.links.find((href) => href.endsWith('/recover')) ?? '';
    const page = await person.open(new URL(link, postern.issuer));
    const form = page.forms.find(({ action }) => action.endsWith('/recover'));
    return person.open(new URL(form?.action ?? '', postern.issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ ...form?.fields, email: address }).toString(),
    });
  }

  const arrived = (address: string) => lettersTo(postern, address, 'Choose a new password');

  /** The link in the newest of so many letters. */
  async function linkIn(count = 1): Promise<string> {
    await eventually(() => expect(arrived(email)).toHaveLength(count));
    return linkTo('recover', arrived(email));
  }

  const choose = async (link: string, chosen: string, person: Person = postern.person()): Promise<Screen> => {
    const page = await person.open(link);
    return page.forms.length > 0 ? person.submit(page, '', { password: chosen }) : page;
  };

  test('a link sets a new password once, ends every sign-in, and leads on to the app', async () => {
    const before = postern.person();
    const { url, verifier } = signInRequest(postern, app.id);
    const tokens = await redeem(postern, app.id, await walk(before, { url }, email), verifier, app.headers);

    await ask(email, { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' });
    const link = await linkIn();
    expect(link.startsWith(`${postern.issuer}/recover/`)).toBe(true);
    // A scanner that follows it burns nothing, and the page tells nobody its address.
    const scanned = await postern.person().open(link);
    expect(scanned.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
    expect(scanned.headers.get('cache-control')).toContain('no-store');
    expect((await choose(link, 'short')).text).toContain('too short');
    expect((await choose(link, 'TrustNo1')).text).toContain('Many people use this password');

    const done = await choose(link, next);
    expect(done.text).toContain('Your new password is saved');
    expect(done.links).toContain('https://app.example.com/');
    expect([await signsIn(postern, app, email, password), await signsIn(postern, app, email, next)]).toEqual([
      false,
      true,
    ]);
    expect((await choose(link, 'yet another password')).status).toBe(410);

    const refreshed = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(tokens.body['refresh_token']) },
      app.headers,
    );
    expect(refreshed.body.error).toBe('invalid_grant');
    expect((await before.open(new URL('/account', postern.issuer))).forms[0]?.action).toMatch(/\/password$/);
    await eventually(() =>
      expect(lettersTo(postern, email).map(({ subject }) => subject)).toContainEqual(
        expect.stringMatching(/password .* was changed/),
      ),
    );
  });

  test('of many who use a link at once one succeeds', async () => {
    await ask(email);
    const link = await linkIn();
    const pages = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const person = postern.person();
        return { person, page: await person.open(link) };
      }),
    );
    const ends = await Promise.all(
      pages.map(({ person, page }, at) => person.submit(page, '', { password: `${next} ${at}` })),
    );
    expect(ends.filter(({ text }) => text.includes('is saved'))).toHaveLength(1);
    expect(ends.filter(({ status }) => status === 410)).toHaveLength(7);
  });

  test('a link is void after a newer one, a changed password, and a quarter of an hour', async () => {
    await ask(email);
    const first = await linkIn(1);
    await ask(email);
    const second = await linkIn(2);
    expect((await postern.person().open(first)).status).toBe(410);
    expect((await postern.person().open(second)).status).toBe(200);

    const own = postern.person();
    const page = await openOwn(postern, own, '/account/password', email);
    await own.submit(page, '/account/password', { current: password, next: 'changed by its owner' });
    expect((await postern.person().open(second)).status).toBe(410);

    await ask(email);
    const third = await linkIn(3);
    time.forward(14 * 60);
    expect((await postern.person().open(third)).status).toBe(200);
    time.forward(60);
    expect((await postern.person().open(third)).status).toBe(410);
    expect((await choose(third, next)).status).toBe(410);
  });

  test('a link that is too old leads to a new one, for the same app, and to the sign-in', async () => {
    await ask(email);
    const old = await linkIn();
    time.forward(15 * 60);
    const person = postern.person();
    const expired = await person.open(old);
    expect([expired.status, expired.text]).toEqual([410, expect.stringContaining('Have a new link sent')]);
    expect(expired.links).toContain('https://app.example.com/');
    const link = expired.links.find((href) => href.startsWith('/recover')) ?? '';
    const form = await person.open(new URL(link, postern.issuer));
    expect((await person.submit(form, '/recover', { email: ' ' })).text).toContain('Enter your email address');
    const sent = await person.submit(form, '/recover', { email });
    expect(sent.text).toContain(`If ${email} has an account here`);
    const done = await choose(await linkIn(2), next);
    expect(done.links).toContain('https://app.example.com/');

    // Without an app it is the sign-in of the account; of no account the page says the same.
    const plain = await person.open(new URL('/recover/of.nobody', postern.issuer));
    expect(plain.links).toEqual(expect.arrayContaining(['/recover', '/account']));
    const nobody = await person.submit(await person.open(new URL('/recover', postern.issuer)), '/recover', {
      email: 'nobody@example.com',
    });
    expect(nobody.text).toContain('If nobody@example.com has an account here');
  });

  test('whether an address has an account shows nowhere, and to none that has not is written', async () => {
    const known = await ask(email);
    const unknown = await ask('nobody@example.com');
    const plain = ({ html }: Screen, address: string) =>
      html
        .replaceAll('<wbr>', '')
        .replaceAll(address, 'somebody')
        .replace(/[\w-]{40,}/g, 'random');
    expect(known.status).toBe(unknown.status);
    expect(plain(known, email)).toBe(plain(unknown, 'nobody@example.com'));
    const names = ({ headers }: Screen) => [...headers.keys()].filter((name) => name !== 'date');
    expect(names(known)).toEqual(names(unknown));
    await linkIn();
    expect(lettersTo(postern, 'nobody@example.com')).toEqual([]);
  });

  test('nobody’s mailbox is filled, and a suspended account gets no link', async () => {
    const asked = await Promise.all(Array.from({ length: 9 }, () => ask(email)));
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(3);
    await eventually(() => expect(arrived(email)).toHaveLength(6));
    const other = await somebody(postern);
    await postern.rooms.accounts.disable(other.id);
    await ask(other.email);
    const told = await somebody(postern);
    await ask(told.email);
    await eventually(() => expect(arrived(told.email)).toHaveLength(1));
    expect([arrived(email).length, arrived(other.email).length]).toEqual([6, 0]);
  });

  test('letters for an account without a password count as those, at either page', async () => {
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    await change(postern.rooms.store.documents, accountCollection, id, ({ password: _, ...account }) => account);
    const page = await person.open(new URL('/account/password', postern.issuer));
    const statuses: number[] = [];
    for (let asked = 0; asked < 7; asked += 1) statuses.push((await person.submit(page, '/password/letter')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    await eventually(() => expect(arrived(email)).toHaveLength(6));
    const signIn = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    const path = signIn.links.find((href) => href.endsWith('/recover')) ?? '';
    const forgotten = await person.open(new URL(path, postern.issuer));
    expect((await person.submit(forgotten, '/recover', { email })).status).toBe(429);
  });

  test('it never skips the second factor', async () => {
    const own = postern.person();
    await setUpApp(postern, own, email);

    await ask(email);
    const thief = postern.person();
    await choose(await linkIn(), next, thief);
    expect((await thief.open(new URL('/account', postern.issuer))).forms[0]?.action).toMatch(/\/password$/);
    const asked = await thief.open(signInRequest(postern, app.id).url);
    const after = await thief.submit(asked, '/password', { identifier: email, password: next });
    expect(after.url.pathname).toMatch(/\/factor$/);
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
  });

  test('a form from elsewhere sets nothing', async () => {
    await ask(email);
    const link = await linkIn();
    const answer = await postern.person().post(link, { password: next, csrf: 'x' });
    expect(answer.status).toBe(403);
    expect(await signsIn(postern, app, email, password)).toBe(true);
  });
});
