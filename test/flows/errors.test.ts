import { describe, expect, test } from '@jest/globals';
import { callback, post, signInRequest } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web' });

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 400],
    ['no client', { client_id: '' }, 400],
    ['no redirect URI, though only one is registered', { redirect_uri: '' }, 400],
    ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example/callback' }, 400],
    ['a redirect URI that only begins alike', { redirect_uri: `${callback}/more` }, 400],
    ['a redirect URI with a query of its own', { redirect_uri: `${callback}?next=x` }, 400],
  ])('%s gets a page at our own address, with a reference number and no way out', async (_what, more, status) => {
    const screen = await postern.person().open(signInRequest(postern, app.id, more).url);
    expect(screen.url.origin).toBe(postern.issuer);
    expect(screen.status).toBe(status);
    const reference = screen.headers.get('x-request-id');
    expect(screen.html).toContain(reference);
    expect(screen.html).not.toMatch(/at \w+ \(|node_modules|\.ts:\d+/);
    expect(screen.links.filter((link) => !link.startsWith('/') && !link.startsWith('?'))).toEqual([]);
    expect(screen.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a request without a redirect URI is explained, to people and to who wrote the app (OIDC Core §3.1.2.1)', async () => {
    const { url } = signInRequest(postern, app.id);
    url.searchParams.delete('redirect_uri');
    const { text } = await postern.person().open(url);
    expect(text).toContain('The app sent a request that we cannot fulfil');
    expect(text).toMatch(/invalid_request.*redirect_uri/);
  });

  test('a machine gets the same as JSON', async () => {
    const { url } = signInRequest(postern, 'nobody');
    const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_client', error_description: expect.any(String) });
    expect(response.headers.get('x-request-id')).toEqual(expect.any(String));
  });

  test('doubled parameters are refused', async () => {
    for (const name of ['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge']) {
      const { url } = signInRequest(postern, app.id);
      url.searchParams.append(name, url.searchParams.get(name) ?? '');
      const screen = await postern.person().open(url);
      expect(screen.status).toBeLessThan(500);
      const error =
        screen.url.searchParams.get('error') ?? (screen.html.includes('invalid_request') && 'invalid_request');
      expect([name, error]).toEqual([name, 'invalid_request']);
    }
  });

  test.each([
    ['/token', 'GET', 'POST'],
    ['/token', 'PUT', 'POST'],
    ['/introspect', 'GET', 'POST'],
    ['/revoke', 'GET', 'POST'],
    ['/par', 'GET', 'POST'],
    ['/userinfo', 'DELETE', 'GET'],
    ['/jwks', 'POST', 'GET'],
    ['/.well-known/openid-configuration', 'POST', 'GET'],
  ])('%s asked by %s says which method it takes', async (path, method, allowed) => {
    const response = await fetch(new URL(path, postern.issuer), { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')?.split(', ')).toContain(allowed);
    expect(response.headers.get('allow')?.split(', ')).not.toContain(method);
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining(allowed),
    });
    expect(response.headers.get('x-request-id')).toEqual(expect.any(String));
  });

  test.each([
    ['/session/end/confirm', 'GET', 'POST'],
    ['/authorize', 'DELETE', 'GET'],
    ['/session/end', 'PUT', 'GET'],
  ])('%s opened by %s is a page for people, 405', async (path, method, allowed) => {
    const screen = await postern.person().open(new URL(path, postern.issuer), { method });
    expect(screen.status).toBe(405);
    expect(screen.headers.get('content-type')).toContain('text/html');
    expect(screen.headers.get('allow')?.split(', ')).toContain(allowed);
  });

  test('a wrong method on a page of a sign-in is refused with a page', async () => {
    const person = postern.person();
    const screen = await person.open(signInRequest(postern, app.id).url);
    const wrong = await person.open(new URL(`${screen.url.pathname}/password`, postern.issuer), { method: 'DELETE' });
    expect([404, 405, 410]).toContain(wrong.status);
    expect(wrong.headers.get('content-type')).toContain('text/html');
  });

  test('a path that does not exist is a page for people and JSON for machines', async () => {
    const page = await postern.person().open(new URL('/nothing/here', postern.issuer));
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const response = await fetch(new URL('/nothing/here', postern.issuer), { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'not_found', request_id: expect.any(String) });
  });

  test.each([
    ['no grant type', {}, 'invalid_request'],
    ['a grant that does not exist', { grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    ['implicit', { grant_type: 'implicit' }, 'unsupported_grant_type'],
    ['a code grant without a code', { grant_type: 'authorization_code', redirect_uri: callback }, 'invalid_request'],
    ['a refresh without a token', { grant_type: 'refresh_token' }, 'invalid_request'],
  ])('the token endpoint refuses %s in OAuth’s own words', async (_what, fields, error) => {
    const answer = await post(postern, '/token', fields, app.headers);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  test('a client that proves nothing is told how it may (RFC 6749 §5.2)', async () => {
    const answer = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      {
        authorization: `Basic ${Buffer.from(`${app.id}:wrong`).toString('base64')}`,
      },
    );
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });
});
