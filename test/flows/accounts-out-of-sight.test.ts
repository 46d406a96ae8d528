import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { password, refresh, signInByPages, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInBeside, signInForm } from '../support/several.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/** However the sign-ins of a browser meet, nobody stays signed in there whom it cannot find, and so cannot sign out. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const typeIn = (person: Person, form: Screen, { email }: Somebody): Promise<Screen> =>
    person.submit(form, '/password', { identifier: email, password });
  /** The form with which one more account is added. */
  const addForm = (person: Person): Promise<Screen> =>
    signInForm(person, signInRequest(postern, app.id, { prompt: 'select_account' }).url);
  const chooser = async (person: Person): Promise<string> =>
    (await person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url)).text;
  const areIn = (those: readonly Somebody[]): Promise<boolean[]> =>
    Promise.all(
      those.map(async ({ id }) =>
        (await postern.rooms.sessions.list(id, { limit: 10 })).some(postern.rooms.sessions.isLiving),
      ),
    );
  const signOutAll = async (person: Person): Promise<Screen> => {
    const asked = await person.open(new URL('/session/end', postern.issuer));
    return person.submit(asked, '/session/end/confirm', { logout: 'all' });
  };

  /** A browser in which two are signed in, the second in place. */
  async function both() {
    const [person, ann, bob] = [postern.person(), await somebody(postern), await somebody(postern)];
    const { refresh: token } = await signInByPages(postern, person, app, ann.email);
    await signInBeside(postern, person, app, bob.email);
    return { person, ann, bob, token };
  }

  test('two tabs in which one proves themselves anew at once leave the other account where it was', async () => {
    const { person, ann, bob, token } = await both();
    const again = () => person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    const forms = [await again(), await again()];
    const ends = await Promise.all(forms.map((form) => typeIn(person, form, bob)));
    expect(ends.map(({ url, title }) => (url.searchParams.has('code') ? 'a code' : title))).toEqual([
      'a code',
      'a code',
    ]);
    // Which of the answers came last is not known.
    await signInBeside(postern, person, app, bob.email);
    const names = await chooser(person);
    expect([names.includes(ann.email), names.includes(bob.email)]).toEqual([true, true]);
    await signOutAll(person);
    expect(await areIn([ann, bob])).toEqual([false, false]);
    expect((await refresh(postern, app.id, token, app.headers)).status).toBe(400);
  });

  test('of accounts that are added in eight tabs at once those are signed in that the chooser shows', async () => {
    const { person, ann, bob } = await both();
    const added: Somebody[] = [];
    for (let index = 0; index < 8; index += 1) added.push(await somebody(postern));
    const forms: [Screen, Somebody][] = [];
    for (const one of added) forms.push([await addForm(person), one]);
    await Promise.all(forms.map(([form, one]) => typeIn(person, form, one)));
    // Which of the answers came last is not known.
    await signInBeside(postern, person, app, bob.email);
    const all = [ann, bob, ...added];
    const names = await chooser(person);
    expect(await areIn(all)).toEqual(all.map(({ email }) => names.includes(email)));
    expect(await areIn([ann, bob])).toEqual([true, true]);
    await signOutAll(person);
    expect(await areIn(all)).toEqual(all.map(() => false));
  });

  test('a sign-in whose answer was lost, and that is done again, keeps the other accounts', async () => {
    const { person, ann, bob } = await both();
    const carl = await somebody(postern);
    const form = await addForm(person);
    const before = new Map(person.cookies);
    await typeIn(person, form, carl);
    person.cookies.clear();
    before.forEach((cookie, key) => person.cookies.set(key, cookie));
    await typeIn(person, await addForm(person), carl);
    const names = await chooser(person);
    for (const { email } of [ann, bob, carl]) expect(names).toContain(email);
    await signOutAll(person);
    expect(await areIn([ann, bob, carl])).toEqual([false, false, false]);
  });

  test('whoever else signs in after a lost answer signs out the one who was signed in by that', async () => {
    const { person, ann, bob } = await both();
    const [carl, dora] = [await somebody(postern), await somebody(postern)];
    const form = await addForm(person);
    const before = new Map(person.cookies);
    await typeIn(person, form, carl);
    person.cookies.clear();
    before.forEach((cookie, key) => person.cookies.set(key, cookie));
    await typeIn(person, await addForm(person), dora);
    expect(await areIn([ann, bob, carl, dora])).toEqual([true, true, false, true]);
    const names = await chooser(person);
    expect([names.includes(carl.email), names.includes(dora.email)]).toEqual([false, true]);
    await eventually(async () => {
      const history = await openOwn(postern, postern.person(), '/account/history', carl.email);
      expect(history.text).toContain('Signed out by the sign-in of another account in that browser');
    });
  });
});
