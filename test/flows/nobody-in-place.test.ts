import { expect, test, describe } from '@jest/globals';
import { password, payloadOf, redeem, signInByPages, signInRequest, type SignedIn } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { isChooser, leave, signInBeside } from '../support/several.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const [ann, bob, cy] = ['ann@example.com', 'bob@example.com', 'cy@example.com'];

/** One of several accounts of a browser has signed out: the others are signed in, and none of them is in place. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const anns = givenAccount(postern, ann);
  givenAccount(postern, bob);
  const cys = givenAccount(postern, cy);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** Bob has signed out; Ann is here still. */
  async function annIsLeft(): Promise<{ person: Person; tokens: SignedIn; out: Screen }> {
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, ann);
    await signInBeside(postern, person, app, bob);
    return { person, tokens, out: await leave(postern, person) };
  }
  const open = (person: Person, more: Record<string, string> = {}) =>
    person.open(signInRequest(postern, app.id, more).url);
  const choose = (person: Person, screen: Screen, account = anns.id) => person.submit(screen, '/account', { account });
  const asksPassword = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/password'));

  test('the page that says that somebody can be chosen has the link to the chooser', async () => {
    const { person, out } = await annIsLeft();
    expect(out.text).toContain(ann);
    expect(out.links).toContain('/account/switch');
    const chooser = await person.open(new URL('/account/switch', postern.issuer));
    expect((await choose(person, chooser)).url.pathname).toBe('/account');
  });

  test('nothing is to be chosen where nobody is left, or who is left is in place', async () => {
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, ann);
    expect((await leave(postern, person)).links).not.toContain('/account/switch');
    expect(asksPassword(await open(person))).toBe(true);
    await signInByPages(postern, person, app, ann);
    const added = await signInBeside(postern, person, app, bob);
    expect(added.idToken).not.toBe(tokens.idToken);
    const url = new URL('/session/end/success?of=another', postern.issuer);
    expect((await person.open(url)).links).not.toContain('/account/switch');
  });

  test('a sign-in of an app begins with the chooser, and who is chosen goes on without a password', async () => {
    const { person } = await annIsLeft();
    const request = signInRequest(postern, app.id);
    const chooser = await person.open(request.url);
    expect([isChooser(chooser), chooser.text.includes(ann), chooser.text.includes(bob)]).toEqual([true, true, false]);
    const screen = await choose(person, chooser);
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
    expect(payloadOf(String(body['id_token']))['sub']).toBe(anns.id);
    expect((await open(person)).url.searchParams.has('code')).toBe(true);
  });

  test('“my account” does so too, and ends at the page that was asked for', async () => {
    const { person } = await annIsLeft();
    const chooser = await person.open(new URL('/account/devices', postern.issuer));
    expect(isChooser(chooser)).toBe(true);
    expect((await choose(person, chooser)).url.pathname).toBe('/account/devices');
  });

  test('another account signs in by the form, filled in with the hint, and is asked nothing more', async () => {
    const { person } = await annIsLeft();
    const chooser = await open(person, { login_hint: bob });
    expect(isChooser(chooser)).toBe(true);
    const form = await choose(person, chooser, '');
    expect(form.html).toContain(`value="${bob}"`);
    const screen = await person.submit(form, '/password', { identifier: bob, password });
    expect(screen.url.searchParams.has('code')).toBe(true);
  });

  test('who is left alone is asked for by a click also where the app hints at them', async () => {
    const { person } = await annIsLeft();
    const chooser = await open(person, { login_hint: ann });
    expect(isChooser(chooser)).toBe(true);
    expect((await choose(person, chooser)).url.searchParams.has('code')).toBe(true);
  });

  test.each([{}, { max_age: '1000' }])(
    'an app with the ID token of who is left has them at once (%j)',
    async (more) => {
      const { person, tokens } = await annIsLeft();
      const request = signInRequest(postern, app.id, { id_token_hint: tokens.idToken, ...more });
      const screen = await person.open(request.url);
      const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
      expect(payloadOf(String(body['id_token']))['sub']).toBe(anns.id);
    },
  );

  test('with the ID token of who has signed out it is their password', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    const { idToken } = await signInBeside(postern, person, app, bob);
    await leave(postern, person);
    const form = await open(person, { id_token_hint: idToken });
    expect([asksPassword(form), form.text.includes(ann)]).toEqual([true, false]);
  });

  test('who is chosen proves what the app asks for beyond that', async () => {
    const { person, tokens } = await annIsLeft();
    time.forward(61);
    for (const more of [{ max_age: '60' }, { max_age: '60', id_token_hint: tokens.idToken }]) {
      const first = await open(person, more);
      const form = isChooser(first) ? await choose(person, first) : first;
      expect([asksPassword(form), form.text.includes(ann)]).toEqual([true, true]);
      await leave(postern, person);
      // Whoever proved nothing new has signed out now: she begins anew.
      await signInByPages(postern, person, app, ann);
      await signInBeside(postern, person, app, bob);
      await leave(postern, person);
      time.forward(61);
    }
  });

  test('a wish for a new sign-in, or for no pages, is not answered by the chooser', async () => {
    const { person, tokens } = await annIsLeft();
    for (const hint of [{}, { login_hint: ann }, { id_token_hint: tokens.idToken }])
      expect(asksPassword(await open(person, { ...hint, prompt: 'login' }))).toBe(true);
    expect((await open(person, { prompt: 'none' })).url.searchParams.get('error')).toBe('login_required');
    const hinted = await open(person, { prompt: 'none', login_hint: ann });
    expect(hinted.url.searchParams.get('error')).toBe('login_required');
  });

  test('of two who are left, who was suspended is none of them', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, cy);
    await signInBeside(postern, person, app, bob);
    await leave(postern, person);
    await postern.rooms.accounts.disable(cys.id);
    expect(asksPassword(await open(person))).toBe(true);
  });
});
