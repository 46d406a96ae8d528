import { describe, expect, test } from '@jest/globals';
import { buildEndSessionUrl } from 'openid-client';
import { account, addApp, introspect, redeem, signIn, signInRequest, walk } from '../support/apps.ts';
import { isSignedIn, works } from '../support/from-outside.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const goodbye = 'https://app.example.com/goodbye';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true, postLogoutRedirectUris: [goodbye] });
  const other = givenApp(postern, { kind: 'spa', firstParty: true, name: 'Other' });

  const signOutUrl = (more: Record<string, string>): URL => {
    const url = new URL('/session/end', postern.issuer);
    url.search = new URLSearchParams(more).toString();
    return url;
  };

  test('an app with the ID token of who is signed in signs out without a question, and gets its state back', async () => {
    const person = postern.person();
    const tokens = await signIn(postern, person, app, email);
    const config = await connect(postern, app.id);
    const url = buildEndSessionUrl(config, {
      id_token_hint: tokens.idToken,
      post_logout_redirect_uri: goodbye,
      state: 'a & b',
    });
    const back = await person.open(url);
    expect(back.status).toBe(303);
    expect(back.url.href).toBe(`${goodbye}?state=a+%26+b`);
    expect(await isSignedIn(postern, app, person)).toBe(false);
    expect(await works(postern, tokens)).toBe(false);
  });

  test('a sign-out that was posted is taken too (RP-Initiated Logout 1.0 §2)', async () => {
    const person = postern.person();
    const { idToken } = await signIn(postern, person, app, email);
    const back = await person.post(new URL('/session/end', postern.issuer), {
      id_token_hint: idToken,
      post_logout_redirect_uri: goodbye,
    });
    expect(back.url.href).toBe(goodbye);
    expect(await isSignedIn(postern, app, person)).toBe(false);
  });

  test('a pairwise app signs out without a question too', async () => {
    const pairwise = await addApp(postern, { kind: 'web', firstParty: true, pairwise: true });
    const person = postern.person();
    const { idToken } = await signIn(postern, person, pairwise, email);
    const screen = await person.open(signOutUrl({ id_token_hint: idToken }));
    expect(screen.forms).toEqual([]);
    expect(await isSignedIn(postern, app, person)).toBe(false);
  });

  test('without a hint the person is asked: no other site signs anybody out', async () => {
    const person = postern.person();
    const tokens = await signIn(postern, person, app, email);
    const page = await person.open(signOutUrl({ client_id: app.id, post_logout_redirect_uri: goodbye, state: 's' }));
    expect(page.status).toBe(200);
    expect(page.text).toContain(email);
    expect(await works(postern, tokens)).toBe(true);
    const back = await person.submit(page, '/session/end/confirm', { logout: 'yes' });
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect(await isSignedIn(postern, app, person)).toBe(false);
    expect(await works(postern, tokens)).toBe(false);
  });

  test('a code that was issued before the sign-out is worth nothing after it', async () => {
    const person = postern.person();
    const request = signInRequest(postern, app.id);
    const arrived = await walk(person, request, email);
    const page = await person.open(signOutUrl({ client_id: app.id }));
    await person.submit(page, '/session/end/confirm', { logout: 'yes' });
    const answer = await redeem(postern, app.id, arrived, request.verifier, app.headers);
    expect(answer.body.error).toBe('invalid_grant');
  });

  test('who stays signed in is signed in, and is not told otherwise', async () => {
    const person = postern.person();
    const tokens = await signIn(postern, person, app, email);
    const page = await person.open(signOutUrl({ client_id: app.id }));
    const after = await person.submit(page, '/session/end/confirm');
    expect(after.title).toContain('You are still signed in');
    expect(after.links).toContain('https://app.example.com/');
    expect(after.status).toBe(200);
    expect(await isSignedIn(postern, app, person)).toBe(true);
    expect(await works(postern, tokens)).toBe(true);
  });

  test('the confirmation of another browser, or a second one, ends nothing', async () => {
    const [person, attacker] = [postern.person(), postern.person()];
    const tokens = await signIn(postern, person, app, email);
    await signIn(postern, attacker, app, email);
    const page = await attacker.open(signOutUrl({}));
    const [form] = page.forms;
    const forged = await person.post(new URL('/session/end/confirm', postern.issuer), {
      ...form?.fields,
      logout: 'yes',
    });
    expect(forged.status).toBeGreaterThanOrEqual(400);
    expect(forged.status).toBeLessThan(500);
    expect(await works(postern, tokens)).toBe(true);
  });

  test('the ID token of somebody else asks, as no hint does', async () => {
    await account(postern, `bob-${profile}@example.com`);
    const bob = await signIn(postern, postern.person(), app, `bob-${profile}@example.com`);
    const person = postern.person();
    const tokens = await signIn(postern, person, app, email);
    const page = await person.open(signOutUrl({ id_token_hint: bob.idToken }));
    expect(page.forms.some(({ action }) => action.endsWith('/session/end/confirm'))).toBe(true);
    expect(await works(postern, tokens)).toBe(true);
  });

  test.each([`${goodbye}/`, `${goodbye}?x=1`, 'https://app.example.com', 'https://evil.example/goodbye'])(
    'nobody is sent on to %s, which is not registered',
    async (uri) => {
      const person = postern.person();
      const { idToken } = await signIn(postern, person, app, email);
      const screen = await person.open(signOutUrl({ id_token_hint: idToken, post_logout_redirect_uri: uri }));
      expect([screen.status, screen.url.origin]).toEqual([400, postern.issuer]);
      expect(await isSignedIn(postern, app, person)).toBe(true);
    },
  );

  test('without a client no address is believed', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const page = await person.open(signOutUrl({ post_logout_redirect_uri: goodbye }));
    const after = await person.submit(page, '/session/end/confirm', { logout: 'yes' });
    expect(after.url.origin).toBe(postern.issuer);
    expect(after.status).toBe(200);
  });

  test('signing out ends every app of this session, and nothing on another device', async () => {
    const [laptop, phone] = [postern.person(), postern.person()];
    const here = [await signIn(postern, laptop, app, email), await signIn(postern, laptop, other, email)];
    const there = [await signIn(postern, phone, app, email), await signIn(postern, phone, other, email)];
    await laptop.open(signOutUrl({ id_token_hint: here[0]?.idToken ?? '' }));
    for (const tokens of here) expect(await works(postern, tokens)).toBe(false);
    for (const tokens of there) expect(await works(postern, tokens)).toBe(true);
    expect(await isSignedIn(postern, app, phone)).toBe(true);
    expect(await introspect(postern, app, here[0]?.refresh ?? '')).toEqual({ active: false });
  });

  test('signing out twice, or with nobody signed in, ends on a page with nothing to fear', async () => {
    const person = postern.person();
    const { idToken } = await signIn(postern, person, app, email);
    for (let times = 0; times < 2; times += 1) {
      const back = await person.open(signOutUrl({ id_token_hint: idToken, post_logout_redirect_uri: goodbye }));
      expect(back.url.href).toBe(goodbye);
    }
    const bare = await postern.person().open(signOutUrl({}));
    expect(bare.status).toBe(200);
    expect(bare.title).toContain('signed out');
  });

  test('an ID token that has expired still signs out', async () => {
    const person = postern.person();
    const { idToken } = await signIn(postern, person, app, email);
    const real = Date.now;
    Date.now = () => real() + 2 * 24 * 3600 * 1000;
    try {
      const back = await person.open(signOutUrl({ id_token_hint: idToken, post_logout_redirect_uri: goodbye }));
      expect(back.url.href).toBe(goodbye);
    } finally {
      Date.now = real;
    }
  });
});
