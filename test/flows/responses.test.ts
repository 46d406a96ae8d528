import { describe, expect, test } from '@jest/globals';
import { UnsecuredJWT } from 'jose';
import { callback, redeem, signInRequest, walk } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  test('a response names its issuer, so that no other one’s can be mixed in (RFC 9207)', async () => {
    const request = signInRequest(postern, app.id, { state: 'a state & more' });
    const { url } = await walk(postern.person(), request, email);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: expect.any(String),
      state: 'a state & more',
      iss: postern.issuer,
    });
  });

  test.each([
    ['prompt=none with nobody signed in', { prompt: 'none' }, 'login_required'],
    ['a response type that does not exist', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown scope', { scope: 'openid nonsense' }, 'invalid_scope'],
    ['a request object', { request: 'a.b.c' }, 'request_not_supported'],
    ['a prompt that contradicts itself', { prompt: 'none login' }, 'invalid_request'],
  ])('an error response to %s names the issuer and the state too', async (_what, more, error) => {
    const screen = await postern.person().open(signInRequest(postern, app.id, { state: 's1', ...more }).url);
    expect(`${screen.url.origin}${screen.url.pathname}`).toBe(callback);
    const { searchParams, hash } = screen.url;
    const response = Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]);
    expect(response).toMatchObject({ error, state: 's1', iss: postern.issuer });
    expect(response).not.toHaveProperty('code');
  });

  test('a request object is refused by the response mode and with the state that are in it alone', async () => {
    const object = new UnsecuredJWT({ state: 'inside', response_mode: 'form_post' }).encode();
    const asked = signInRequest(postern, app.id, { request: object });
    asked.url.searchParams.delete('state');
    const page = await postern.person().open(asked.url);
    const refusal = { error: 'request_not_supported', state: 'inside', iss: postern.issuer };
    expect(page.forms).toEqual([{ action: callback, method: 'POST', fields: expect.objectContaining(refusal) }]);
    // What stands beside it counts, and what it says is no way to another address.
    const elsewhere = new UnsecuredJWT({ state: 'inside', redirect_uri: 'https://evil.example' }).encode();
    const { url } = await postern.person().open(signInRequest(postern, app.id, { request: elsewhere, state: 's' }).url);
    expect(`${url.origin}${url.pathname}`).toBe(callback);
    expect(url.searchParams.get('state')).toBe('s');
  });

  test('somebody who goes back is told to the app as access_denied', async () => {
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const { url, status } = await person.submit(form, '/cancel');
    expect(status).toBe(303);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ error: 'access_denied', iss: postern.issuer });
  });

  test('response_mode=form_post brings code, state and issuer by a form to the app alone', async () => {
    const request = signInRequest(postern, app.id, { response_mode: 'form_post', state: '"><b>' });
    const page = await walk(postern.person(), request, email);
    expect(page.status).toBe(200);
    expect(page.forms).toEqual([
      {
        action: callback,
        method: 'POST',
        fields: { code: expect.any(String), state: '"><b>', iss: postern.issuer },
      },
    ]);
    expect(page.html).not.toContain('"><b>');
    expect(page.headers.get('content-security-policy')).toMatch(/form-action https:/);
    expect(page.headers.get('cache-control')).toContain('no-store');
    const at = new URL(callback);
    at.searchParams.set('code', page.forms[0]?.fields['code'] ?? '');
    const tokens = await redeem(postern, app.id, { ...page, url: at }, request.verifier, app.headers);
    expect(tokens.status).toBe(200);
  });

  test('an error comes by form_post too', async () => {
    const page = await postern
      .person()
      .open(signInRequest(postern, app.id, { response_mode: 'form_post', prompt: 'none' }).url);
    expect(page.forms[0]).toMatchObject({ action: callback, fields: { error: 'login_required', iss: postern.issuer } });
  });

  test('response_mode=fragment keeps the response out of the app server’s log', async () => {
    const { url } = await walk(postern.person(), signInRequest(postern, app.id, { response_mode: 'fragment' }), email);
    expect(url.search).toBe('');
    expect(new URLSearchParams(url.hash.slice(1)).get('code')).toEqual(expect.any(String));
  });

  test('an unknown response mode is refused', async () => {
    const { url } = await postern.person().open(signInRequest(postern, app.id, { response_mode: 'web_message' }).url);
    expect(url.searchParams.get('error')).toMatch(/unsupported_response_mode|invalid_request/);
  });

  test('a request that was posted is answered as one by GET (OIDC Core §3.1.2.1)', async () => {
    const person = postern.person();
    await walk(person, signInRequest(postern, app.id), email);
    const { url } = signInRequest(postern, app.id, { state: 'posted' });
    const screen = await person.post(new URL('/authorize', postern.issuer), Object.fromEntries(url.searchParams));
    expect(screen.url.searchParams.get('code')).toEqual(expect.any(String));
    expect(screen.url.searchParams.get('state')).toBe('posted');
  });

  test('after the password the browser is sent on by 303: a 307 would carry it to the app', async () => {
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const { status, url } = await person.submit(form, '/password', {
      identifier: email,
      password: 'correct horse battery staple',
    });
    expect(status).toBe(303);
    expect(url.href).toContain(callback);
  });
});
