import { describe, expect, test } from '@jest/globals';
import { password, signInByPages, signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { isChooser, signInBeside, signInForm } from '../support/several.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/** The proof of a browser's last sign-in shows who is in it, without a password: a copy is worth nothing after the next one. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const typeIn = (person: Person, form: Screen, { email }: Somebody): Promise<Screen> =>
    person.submit(form, '/password', { identifier: email, password });

  test('a sign-in of one’s own under a copy of before does not make it good again', async () => {
    const [ann, bob, eve] = [await somebody(postern), await somebody(postern), await somebody(postern)];
    const [person, thief] = [postern.person(), postern.person()];
    await signInByPages(postern, person, app, ann.email);
    await signInBeside(postern, person, app, bob.email);
    for (const [key, cookie] of person.cookies) if (!key.includes('session')) thief.cookies.set(key, cookie);
    await typeIn(person, await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url), bob);
    time.forward(60);
    await typeIn(thief, await signInForm(thief, signInRequest(postern, app.id).url), eve);

    const choose = signInRequest(postern, app.id, { prompt: 'select_account' });
    const chooser = await thief.open(choose.url);
    expect([ann, bob, eve].map(({ email }) => chooser.text.includes(email))).toEqual([false, false, true]);
    expect(isChooser(chooser)).toBe(true);
    const chosen = await thief.submit(chooser, '/account', { account: ann.id });
    expect(chosen.url.searchParams.has('code')).toBe(false);
  });
});
