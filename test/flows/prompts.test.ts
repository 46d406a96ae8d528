import { describe, expect, test } from '@jest/globals';
import {
  account,
  password,
  payloadOf,
  redeem,
  signInByPages,
  signInRequest,
  walk,
  type SignInRequest,
} from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const ann = givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const third = givenApp(postern, { kind: 'web', name: 'Third' });

  const request = (more: Record<string, string> = {}, by = app): SignInRequest => signInRequest(postern, by.id, more);
  const open = (person: Person, more: Record<string, string> = {}, by = app): Promise<Screen> =>
    person.open(request(more, by).url);
  const signedIn = async (): Promise<Person> => {
    const person = postern.person();
    await signInByPages(postern, person, app, email);
    return person;
  };
  const resultOf = ({ url }: Screen): string =>
    url.searchParams.has('code') ? 'code' : (url.searchParams.get('error') ?? url.pathname);
  const asksPassword = (screen: Screen): boolean => screen.forms.some(({ action }) => action.endsWith('/password'));

  test('who is signed in is not asked again', async () => {
    expect(resultOf(await open(await signedIn()))).toBe('code');
  });

  test('prompt=none shows nothing: the code, or why there is none', async () => {
    const person = await signedIn();
    expect(resultOf(await open(person, { prompt: 'none' }))).toBe('code');
    expect(resultOf(await open(postern.person(), { prompt: 'none' }))).toBe('login_required');
    expect(resultOf(await open(person, { prompt: 'none' }, third))).toBe('consent_required');
  });

  test('prompt=login asks for the password again, and the ID token tells when', async () => {
    const person = await signedIn();
    time.forward(5);
    const again = request({ prompt: 'login', max_age: '1000' });
    const form = await person.open(again.url);
    expect(asksPassword(form)).toBe(true);
    expect(form.text).toContain(email);
    const at = Math.floor(Date.now() / 1000);
    const arrived = await person.submit(form, '/password', { password });
    const { body } = await redeem(postern, app.id, arrived, again.verifier, app.headers);
    expect(Number(payloadOf(String(body['id_token']))['auth_time'])).toBeGreaterThanOrEqual(at);
  });

  test('prompt=consent asks again for what was allowed', async () => {
    const person = postern.person();
    await signInByPages(postern, person, third, email);
    expect(resultOf(await open(person, {}, third))).toBe('code');
    const page = await open(person, { prompt: 'consent' }, third);
    expect(page.forms.some(({ action }) => action.endsWith('/consent'))).toBe(true);
    expect(resultOf(await person.submit(page, '/consent', { decision: 'allow' }))).toBe('code');
  });

  test('prompt=select_account shows the account that is signed in, and one goes on with it', async () => {
    const person = await signedIn();
    const chooser = await open(person, { prompt: 'select_account' });
    expect(chooser.text).toContain(email);
    expect(resultOf(await person.submit(chooser, '/account', { account: ann.id }))).toBe('code');
  });

  test('prompt=select_account with nobody signed in asks for the password', async () => {
    const person = postern.person();
    const screen = await open(person, { prompt: 'select_account' });
    expect(asksPassword(screen)).toBe(true);
    expect(resultOf(await person.submit(screen, '/password', { identifier: email, password }))).toBe('code');
  });

  test('prompt=create opens the sign-up form', async () => {
    const screen = await open(postern.person(), { prompt: 'create' });
    expect(screen.forms.some(({ action }) => action.endsWith('/sign-up'))).toBe(true);
  });

  test.each(['none login', 'none consent', 'nonsense'])('prompt=%s is refused', async (prompt) => {
    expect(resultOf(await open(postern.person(), { prompt }))).toBe('invalid_request');
  });

  test('max_age asks for the password once it has passed, and auth_time is told', async () => {
    const person = await signedIn();
    const fresh = request({ max_age: '60' });
    const arrived = await person.open(fresh.url);
    expect(resultOf(arrived)).toBe('code');
    const { body } = await redeem(postern, app.id, arrived, fresh.verifier, app.headers);
    expect(payloadOf(String(body['id_token']))['auth_time']).toEqual(expect.any(Number));
    time.forward(61);
    expect(resultOf(await open(person, { max_age: '60', prompt: 'none' }))).toBe('login_required');
    expect(asksPassword(await open(person, { max_age: '60' }))).toBe(true);
    expect(resultOf(await walk(person, request({ max_age: '60' }), email))).toBe('code');
  });

  test('max_age=0 always asks', async () => {
    expect(asksPassword(await open(await signedIn(), { max_age: '0' }))).toBe(true);
  });

  test('login_hint fills in the address, and nothing else', async () => {
    const screen = await open(postern.person(), { login_hint: '"><script>@x.example' });
    expect(screen.forms.find(({ action }) => action.endsWith('/password'))?.fields['identifier']).toBe(
      '"><script>@x.example',
    );
    expect(screen.html).not.toContain('"><script>');
  });

  test('id_token_hint of the person who is signed in goes on, of anybody else asks', async () => {
    const person = postern.person();
    const { idToken } = await signInByPages(postern, person, app, email);
    expect(resultOf(await open(person, { id_token_hint: idToken, prompt: 'none' }))).toBe('code');
    await account(postern, 'hint@example.com');
    const other = await signInByPages(postern, postern.person(), app, 'hint@example.com');
    expect(resultOf(await open(person, { id_token_hint: other.idToken, prompt: 'none' }))).toBe('login_required');
    expect(resultOf(await open(person, { id_token_hint: `${idToken}x` }))).toBe('invalid_request');
  });

  test('ui_locales chooses the language of the pages, and an unknown one falls back', async () => {
    const languageOf = async (locales: string): Promise<string | undefined> =>
      /<html lang="([^"]+)"/.exec((await open(postern.person(), { ui_locales: locales })).html)?.[1];
    expect(await languageOf('de')).toBe('de');
    expect(await languageOf('xx fr-CA en')).toBe('fr');
    expect(await languageOf('xx')).toBe('en');
  });

  test('display=popup keeps the app’s handle on our window; otherwise it has none', async () => {
    expect((await open(postern.person(), { display: 'popup' })).headers.get('cross-origin-opener-policy')).toBe(
      'unsafe-none',
    );
    expect((await open(postern.person())).headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  test('a wrong password says one thing, for a known address and an unknown one', async () => {
    const screens = await Promise.all(
      [email, 'nobody@example.com'].map(async (identifier) => {
        const person = postern.person();
        return person.submit(await open(person), '/password', { identifier, password: 'wrong password' });
      }),
    );
    const [known, unknown] = screens.map(({ status, text, headers }) => ({
      status,
      text,
      headers: [...headers.keys()],
    }));
    expect(known?.status).toBe(401);
    expect(known).toEqual(unknown);
  });
});
