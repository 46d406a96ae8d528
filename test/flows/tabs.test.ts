import { describe, expect, test } from '@jest/globals';
import { callback, password, redeem, signIn, signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const home = 'https://app.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const third = givenApp(postern, { kind: 'web', name: 'Third' });

  const signInForm = (person: Person, by = app): Promise<Screen> => person.open(signInRequest(postern, by.id).url);
  const submit = (person: Person, form: Screen): Promise<Screen> =>
    person.submit(form, '/password', { identifier: email, password });

  /** The end of a way: at the app, or on a page of ours from which exactly one step leads on. */
  const expectSensible = (screen: Screen): void => {
    expect(screen.status).toBeLessThan(500);
    if (screen.url.origin !== postern.issuer) {
      expect(screen.url.href).toContain(home);
      return;
    }
    expect(screen.headers.get('content-type')).toContain('text/html');
    const steps = [
      ...screen.links.filter((link) => !link.includes('ui_locales=')),
      ...screen.forms.map(({ action }) => action),
    ];
    expect(steps).toHaveLength(1);
    expect(screen.title).not.toMatch(/session not found/i);
  };

  test('two sign-ins at once in one browser both end at the app, each with its own answer', async () => {
    const person = postern.person();
    const [one, two] = [signInRequest(postern, app.id), signInRequest(postern, app.id)];
    const [first, second] = [await person.open(one.url), await person.open(two.url)];
    const ends = [await submit(person, second), await submit(person, first)];
    for (const [end, request] of [
      [ends[0], two],
      [ends[1], one],
    ] as const) {
      expect(end?.url.searchParams.get('state')).toBe(request.url.searchParams.get('state'));
      expect((await redeem(postern, app.id, end!, request.verifier, app.headers)).status).toBe(200);
    }
  });

  test('a sign-in that was finished in another tab goes on with it when the page is loaded again', async () => {
    const person = postern.person();
    const waiting = await signInForm(person);
    await signIn(postern, person, app, email);
    const again = await submit(person, waiting);
    expect(again.url.href).toContain(callback);
  });

  test('the back button after finishing leads to a page with the way to the app', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    await submit(person, form);
    const back = await person.open(form.url);
    expect([404, 410]).toContain(back.status);
    expectSensible(back);
    expect(back.links).toContain(`${home}/`);
  });

  test('a form sent again after finishing does too', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    await submit(person, form);
    const again = await submit(person, form);
    expectSensible(again);
    expect(again.links).toContain(`${home}/`);
  });

  test('the resumed address opened again does too', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    const uid = form.url.pathname.split('/')[2] ?? '';
    await submit(person, form);
    const again = await person.open(new URL(`/authorize/${uid}`, postern.issuer));
    expectSensible(again);
  });

  test('a double click on the button ends well for both posts', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    const [one, two] = await Promise.all([submit(person, form), submit(person, form)]);
    for (const end of [one, two]) expectSensible(end);
    expect([one, two].some(({ url }) => url.searchParams.has('code'))).toBe(true);
  });

  test('reloading after a refused password shows the form again', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    const refused = await person.submit(form, '/password', { identifier: email, password: 'wrong' });
    expect(refused.status).toBe(401);
    const reloaded = await person.submit(form, '/password', { identifier: email, password: 'wrong' });
    expect(reloaded.status).toBe(401);
    expect((await submit(person, reloaded)).url.href).toContain(callback);
  });

  test('consent answered in both tabs ends at the app twice', async () => {
    const person = postern.person();
    const [one, two] = [await signInForm(person, third), await signInForm(person, third)];
    const first = await submit(person, one);
    expect((await person.submit(first, '/consent', { decision: 'allow' })).url.href).toContain(callback);
    const second = await submit(person, two);
    expect(second.url.href).toContain(callback);
  });

  test('an expired sign-in leads back to the app', async () => {
    const person = postern.person();
    const form = await signInForm(person);
    time.forward(24 * 3600 - 60);
    for (const late of [await person.open(form.url), await submit(person, form)]) {
      expect(late.status).toBe(410);
      expectSensible(late);
      expect(late.links).toContain(`${home}/`);
    }
  });

  test('the form of another browser is not taken', async () => {
    const [person, attacker] = [postern.person(), postern.person()];
    const theirs = await signInForm(attacker);
    const answer = await submit(person, theirs);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.url.origin).toBe(postern.issuer);
    expectSensible(answer);
  });

  test('an old tab’s form does not act on another sign-in', async () => {
    const person = postern.person();
    const [one, two] = [await signInForm(person), await signInForm(person, third)];
    const form = one.forms.find(({ action }) => action.endsWith('/password'));
    const answer = await person.post(new URL(`${two.url.pathname}/password`, postern.issuer), {
      ...form?.fields,
      identifier: email,
      password,
    });
    expect(answer.status).toBe(403);
    expectSensible(answer);
    // The one step leads to the sign-in that is under way.
    expect(answer.links.some((link) => link.endsWith(two.url.pathname))).toBe(true);
  });

  test('a sign-in that nobody ever began is a page, not an error', async () => {
    const screen = await postern.person().open(new URL('/interaction/nothing', postern.issuer));
    expect([404, 410]).toContain(screen.status);
    expect(screen.headers.get('content-type')).toContain('text/html');
  });
});
