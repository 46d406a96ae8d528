import { describe, expect, test } from '@jest/globals';
import { devicesOn, openOwn } from '../support/account-pages.ts';
import { change } from '../../adapters/store.ts';
import { accountCollection } from '../../src/accounts/index.ts';
import { password, signIn, signInRequest, userinfo } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { isSignedIn, signsIn } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const better = 'an even better password';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const open = (person: Person, email: string) => openOwn(postern, person, '/account/password', email);

  test('a new password takes the place of the old one, and other devices are signed out with all their apps', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    const [mine, theirs] = [await signIn(postern, laptop, app, email), await signIn(postern, desk, app, email)];
    const page = await open(laptop, email);
    expect(page.html).toMatch(/<input type="checkbox" name="others" value="yes" checked>/);
    const done = await laptop.submit(page, '/password', { current: password, next: better });
    expect([done.url.pathname, done.text.includes('Your password is changed.')]).toEqual(['/account', true]);
    expect((await userinfo(postern, theirs.access)).status).toBe(401);
    expect([await isSignedIn(postern, app, laptop), await isSignedIn(postern, app, desk)]).toEqual([true, false]);
    expect((await userinfo(postern, mine.access)).status).toBe(200);
    expect([await signsIn(postern, app, email, password), await signsIn(postern, app, email, better)]).toEqual([
      false,
      true,
    ]);
  });

  test('a copy of the cookie with which it was changed is of no use any more', async () => {
    const { email } = await somebody(postern);
    const [owner, thief] = [postern.person(), postern.person()];
    const page = await open(owner, email);
    for (const [name, cookie] of owner.cookies) thief.cookies.set(name, cookie);
    expect(await isSignedIn(postern, app, thief)).toBe(true);
    await owner.submit(page, '/password', { current: password, next: better });
    // A request that was under way goes on for a moment.
    time.forward(31);
    expect([await isSignedIn(postern, app, owner), await isSignedIn(postern, app, thief)]).toEqual([true, false]);
  });

  test('other devices stay when that is wished', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    await signIn(postern, desk, app, email);
    const page = await open(laptop, email);
    await laptop.submit(page, '/password', { current: password, next: better, others: '' });
    expect([await isSignedIn(postern, app, laptop), await isSignedIn(postern, app, desk)]).toEqual([true, true]);
    const list = await openOwn(postern, laptop, '/account/devices', email);
    expect(devicesOn(list)).toHaveLength(2);
  });

  test('a sign-in in which the old password was given, and that was kept waiting, comes in no more', async () => {
    const { email } = await somebody(postern);
    const [owner, thief] = [postern.person(), postern.person()];
    const form = await thief.open(signInRequest(postern, app.id).url);
    const { fields, action = '' } = form.forms.find((one) => one.action.endsWith('/password')) ?? {};
    const held = await fetch(new URL(action, postern.issuer), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: [...thief.cookies].map(([name, { value }]) => `${name.split(';')[0]}=${value}`).join('; '),
      },
      body: new URLSearchParams({ ...fields, identifier: email, password }),
    });
    expect(held.status).toBe(303);
    await owner.submit(await open(owner, email), '/password', { current: password, next: better, others: '' });
    const late = await thief.open(new URL(held.headers.get('location') ?? '', postern.issuer));
    expect([late.status, late.url.origin]).toEqual([410, postern.issuer]);
    expect(await isSignedIn(postern, app, thief)).toBe(false);
  });

  test('what is wrong is told beside its field, and nothing is changed', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const page = await open(person, email);
    const tries = [
      [{ current: '', next: better }, 'Enter your current password.'],
      [{ current: 'wrong one', next: better }, 'This is not your current password.'],
      [{ current: password, next: '' }, 'Choose a password.'],
      [{ current: password, next: 'short' }, 'This password is too short.'],
      [{ current: password, next: 'x'.repeat(257) }, 'This password is too long.'],
      [{ current: password, next: email }, 'This password is too much like your email address.'],
      [{ current: password, next: password }, 'This is the password you have.'],
    ] as const;
    for (const [typed, words] of tries) {
      const again = await person.submit(page, '/password', typed);
      expect([again.status, again.text.includes(words)]).toEqual([400, true]);
      expect(again.html).not.toContain(better);
    }
    expect(await signsIn(postern, app, email, password)).toBe(true);
  });

  test('an account without a password is led to the letter by which it gets one', async () => {
    const { email, id } = await somebody(postern);
    const owner = postern.person();
    const passkey = newPasskey();
    const setUp = await openOwn(postern, owner, '/account/security/passkeys', email);
    await owner.submit(setUp, '/passkeys', { credential: passkey.create(setUp), name: '' });
    await eventually(async () => expect((await postern.rooms.accounts.get(id))?.firstDevice).toBeDefined());
    time.forward(4 * 24 * 3600);
    const byPasskey = async (person: Person, page: Screen): Promise<Screen> =>
      person.submit(page, '/passkey', { credential: passkey.get(page) });
    const thief = postern.person();
    await byPasskey(thief, await thief.open(signInRequest(postern, app.id).url));
    await press(postern, await linkIn(postern, email, 'A new device', 'not-me'));
    await linkIn(postern, email, 'Choose a new password', 'recover');

    const person = postern.person();
    const security = await byPasskey(person, await person.open(new URL('/account/security', postern.issuer)));
    expect(security.text).toContain('There is none: choose one');
    const page = await person.open(new URL('/account/password', postern.issuer));
    expect([page.status, page.text.includes('Your account has no password')]).toEqual([200, true]);
    expect(page.html).not.toMatch(/name="(current|next)"/);
    const sent = await person.submit(page, '/password/letter');
    expect([sent.url.pathname, sent.text.includes(`An email is on its way to ${email}`)]).toEqual([
      '/account/password',
      true,
    ]);
    const link = await linkIn(postern, email, 'Choose a new password', 'recover', 2);
    expect((await press(postern, link, { password: better })).text).toContain('is saved');
    const phone = postern.person();
    const change = await byPasskey(phone, await phone.open(new URL('/account/password', postern.issuer)));
    const done = await phone.submit(change, '/password', { current: better, next: 'quietly maple lantern' });
    expect(done.text).toContain('Your password is changed.');
  }, 60_000);

  test('a form of before changes no password that is void by now', async () => {
    const { email, id } = await somebody(postern);
    const { documents } = postern.rooms.store;
    const person = postern.person();
    const form = await open(person, email);
    const before = (await postern.rooms.accounts.get(id))?.password;
    await change(documents, accountCollection, id, ({ password: _, ...account }) => account);
    const refused = await person.submit(form, '/password', { current: password, next: better });
    expect([refused.status, refused.text.includes('Nothing was changed: there is no current password')]).toEqual([
      400,
      true,
    ]);
    expect((await postern.rooms.accounts.get(id))?.password).toBeUndefined();

    // It has one again: there is nothing to send.
    await change(documents, accountCollection, id, (account) => ({ ...account, ...(before && { password: before }) }));
    const there = await person.submit(refused, '/password/letter');
    expect([there.url.pathname, there.text.includes('Current password')]).toEqual(['/account/password', true]);
    expect((await person.open(new URL('/account/password/letter', postern.issuer))).url.pathname).toBe(
      '/account/password',
    );
  }, 60_000);

  test('of two changes at once one is made', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const page = await open(person, email);
    const outcomes = await Promise.all(
      ['first new password', 'second new password'].map((next) =>
        person.submit(page, '/password', { current: password, next, others: '' }),
      ),
    );
    expect(outcomes.map(({ url }) => url.pathname).sort()).toEqual(['/account', '/account/password']);
  });

  test('a sign-in of more than five minutes ago is asked for anew, and leads back', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await open(person, email);
    const page = await person.open(new URL('/account/password', postern.issuer));
    expect(page.url.pathname).toBe('/account/password');
    time.forward(301);
    const late = await person.submit(page, '/password', { current: password, next: better });
    expect([late.url.pathname.startsWith('/interaction/'), late.text.includes('Is it still you?')]).toEqual([
      true,
      true,
    ]);
    expect(await signsIn(postern, app, email, password)).toBe(true);
    const back = await person.submit(late, '/password', { password });
    expect(back.url.pathname).toBe('/account/password');
    const done = await person.submit(back, '/password', { current: password, next: better });
    expect(done.text).toContain('Your password is changed.');
  });

  test('a password that was changed is no new sign-in: that would take more, where there is a second factor', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const page = await open(person, email);
    time.forward(3 * 60);
    expect((await person.submit(page, '/password', { current: password, next: better })).url.pathname).toBe('/account');
    time.forward(3 * 60);
    const asked = await person.open(new URL('/account/password', postern.issuer));
    expect(asked.url.pathname.split('/')[1]).toBe('interaction');
  });

  test('who goes back from that question is still signed in', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await open(person, email);
    time.forward(301);
    const asked = await person.open(new URL('/account/password', postern.issuer));
    const back = await person.submit(asked, '/cancel');
    expect([back.url.pathname, back.text.includes(email)]).toEqual(['/account', true]);
  });
});
