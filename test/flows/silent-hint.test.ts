import { describe, expect, test } from '@jest/globals';
import { payloadOf, redeem, refresh, signInByPages, signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { leave, signInBeside } from '../support/several.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];

/** `prompt=none` with the ID token of somebody who is signed in in this browser, and not in place. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const anns = givenAccount(postern, ann);
  const bobs = givenAccount(postern, bob);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const pairwise = givenApp(postern, { kind: 'web', firstParty: true, pairwise: true });
  const careful = givenApp(postern, { kind: 'web', name: 'Careful' });

  async function both(annsApp = app) {
    const person = postern.person();
    const { idToken, refresh } = await signInByPages(postern, person, annsApp, ann);
    await signInBeside(postern, person, app, bob);
    return { person, hint: { id_token_hint: idToken, prompt: 'none' }, refresh };
  }
  const errorOf = ({ url }: Screen) => url.searchParams.get('error');
  async function silently(person: Person, more: Record<string, string> = {}, by = app) {
    const request = signInRequest(postern, by.id, { prompt: 'none', ...more });
    const screen = await person.open(request.url);
    const { body } = await redeem(postern, by.id, screen, request.verifier, by.headers);
    return payloadOf(String(body['id_token']));
  }

  test.each([
    ['public', () => app],
    ['pairwise', () => pairwise],
  ])('is answered with a code for them, by a client with %s subjects', async (_kind, appOf) => {
    const { person, hint, refresh: token } = await both(appOf());
    const before = payloadOf(hint.id_token_hint);
    const told = await silently(person, hint, appOf());
    expect([told['sub'], told['auth_time'], told['sid']]).toEqual([before['sub'], before['auth_time'], before['sid']]);
    expect((await refresh(postern, appOf().id, token, appOf().headers)).status).toBe(200);
  });

  test('changes for nobody else who is in place', async () => {
    const { person, hint } = await both();
    const cookie = person.cookie('postern.session');
    time.forward(120);
    expect((await silently(person, hint))['sub']).toBe(anns.id);
    expect(person.cookie('postern.session')).toBe(cookie);
    expect((await silently(person))['sub']).toBe(bobs.id);
  });

  test('is answered where nobody is in place, and puts nobody there', async () => {
    const { person, hint } = await both();
    await leave(postern, person);
    expect((await silently(person, hint))['sub']).toBe(anns.id);
    expect(errorOf(await person.open(signInRequest(postern, app.id, { prompt: 'none' }).url))).toBe('login_required');
  });

  test('ends with their sign-out in this browser, and is bound to how old their sign-in is', async () => {
    const { person, hint } = await both();
    const open = (more: Record<string, string>) =>
      person.open(signInRequest(postern, app.id, { ...hint, ...more }).url);
    time.forward(61);
    expect(errorOf(await open({ max_age: '60' }))).toBe('login_required');
    const end = new URL('/session/end', postern.issuer);
    end.searchParams.set('id_token_hint', hint.id_token_hint);
    await person.open(end);
    expect(errorOf(await open({}))).toBe('login_required');
    expect((await silently(person))['sub']).toBe(bobs.id);
  });

  test('goes by what they allowed the app, and not by what who is in place did', async () => {
    const { person } = await both();
    await signInByPages(postern, person, careful, bob, { scope: 'openid profile email' });
    // The ID token is of another browser: what it proves is that the app knows her.
    const { idToken } = await signInByPages(postern, postern.person(), careful, ann, { scope: 'openid email' });
    const hint = { id_token_hint: idToken };
    expect((await silently(person, { ...hint, scope: 'openid email' }, careful))['sub']).toBe(anns.id);
    const more = signInRequest(postern, careful.id, { ...hint, prompt: 'none', scope: 'openid profile email' });
    expect(errorOf(await person.open(more.url))).toBe('consent_required');
    expect((await silently(person, { scope: 'openid profile email' }, careful))['sub']).toBe(bobs.id);
  });

  test('says nothing of who was suspended', async () => {
    const { person, hint } = await both();
    await postern.rooms.accounts.disable(anns.id);
    expect(errorOf(await person.open(signInRequest(postern, app.id, hint).url))).toBe('login_required');
    await postern.rooms.accounts.enable(anns.id);
  });
});
