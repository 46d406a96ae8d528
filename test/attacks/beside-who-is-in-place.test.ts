import { describe, expect, test } from '@jest/globals';
import { password, payloadOf, redeem, signInByPages, signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { isChooser, leave, signInBeside } from '../support/several.ts';
import { signInBrowser } from '../support/signed-in.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];

/** Who is signed in in a browser and not in place is reached by no link, foreign token or copied cookie. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const anns = givenAccount(postern, ann);
  const bobs = givenAccount(postern, bob);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const other = givenApp(postern, { kind: 'web', firstParty: true });

  async function both() {
    const person = postern.person();
    const { idToken } = await signInByPages(postern, person, app, ann);
    await signInBeside(postern, person, app, bob);
    return { person, idToken };
  }
  const open = (person: Person, more: Record<string, string>, by = app): Promise<Screen> =>
    person.open(signInRequest(postern, by.id, more).url);
  const errorOf = ({ url }: Screen) => url.searchParams.get('error');
  async function inPlace(person: Person): Promise<unknown> {
    const request = signInRequest(postern, app.id, { prompt: 'none' });
    const screen = await person.open(request.url);
    if (!screen.url.searchParams.has('code')) return errorOf(screen);
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
    return payloadOf(String(body['id_token']))['sub'];
  }

  test('a copy of some of the cookies finds nobody, with an ID token or without', async () => {
    const { person, idToken } = await both();
    await leave(postern, person);
    for (const name of ['postern.browser', 'postern.accounts']) {
      const thief = postern.person();
      thief.cookies.set(`${name};/`, { value: person.cookie(name) ?? '', path: '/' });
      for (const hint of [{}, { id_token_hint: idToken }]) {
        expect(errorOf(await open(thief, { ...hint, prompt: 'none' }))).toBe('login_required');
        const form = await open(thief, hint);
        expect([isChooser(form), form.text.includes(ann)]).toEqual([false, false]);
      }
    }
  });

  test('a silent request with another hint than an ID token of the app itself changes nothing', async () => {
    const { person, idToken } = await both();
    const foreign = (await signInByPages(postern, postern.person(), other, ann)).idToken;
    const claims = JSON.stringify({ id_token: { sub: { value: anns.id } } });
    for (const [hint, error] of [
      [{ id_token_hint: foreign }, 'invalid_request'],
      [{ id_token_hint: `${idToken}x` }, 'invalid_request'],
      [{ id_token_hint: idToken, claims: claims.replace(anns.id, bobs.id) }, 'invalid_request'],
      [{ claims }, 'login_required'],
    ] as const) {
      expect(errorOf(await open(person, { ...hint, prompt: 'none' }))).toBe(error);
      expect(await inPlace(person)).toBe(bobs.id);
    }
  });

  test('a link with an address puts nobody in place without a click', async () => {
    const { person } = await both();
    await leave(postern, person);
    const claims = JSON.stringify({ id_token: { sub: { value: anns.id } } });
    for (const hint of [{}, { login_hint: ann }, { claims }]) {
      expect(isChooser(await open(person, hint))).toBe(true);
      expect(await inPlace(person)).toBe('login_required');
    }
  });

  test('who was signed in for as long as the window is nobody after it', async () => {
    const person = postern.person();
    const form = await open(person, {});
    const { action = '', fields = {} } = form.forms.find(({ action: to }) => to.endsWith('/password')) ?? {};
    const { remember, ...others } = fields;
    expect(remember).toBeDefined();
    await person.post(new URL(action, postern.issuer), { ...others, identifier: ann, password });
    await signInBeside(postern, person, app, bob);
    await leave(postern, person);
    expect(isChooser(await open(person, {}))).toBe(true);
    const { idToken } = await signInByPages(postern, postern.person(), app, ann);
    person.cookies.delete('postern.window;/');
    expect(isChooser(await open(person, {}))).toBe(false);
    expect(errorOf(await open(person, { id_token_hint: idToken, prompt: 'none' }))).toBe('login_required');
  });

  test('the two factors of who is in place are not those of who is hinted at', async () => {
    const { idToken } = await signInByPages(postern, postern.person(), app, ann);
    const person = postern.person();
    await signInBrowser(postern, person, anns.id);
    await signInBrowser(postern, person, bobs.id, ['pwd', 'otp', 'mfa']);
    const acr = { essential: true, value: 'urn:postern:two-factors' };
    const asking = { claims: JSON.stringify({ id_token: { acr } }), prompt: 'none' };
    expect((await open(person, asking)).url.searchParams.has('code')).toBe(true);
    expect(errorOf(await open(person, { ...asking, id_token_hint: idToken }))).toBe('login_required');
    expect((await open(person, { prompt: 'none', id_token_hint: idToken })).url.searchParams.has('code')).toBe(true);
  });
});
