/** The profile "RP-Initiated Logout OP" of OpenID Connect, where no other test holds what it demands. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { post, walk } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { startDocumented, type Documented, type DocumentedClient } from './documented.ts';

describe.each(availableProfiles())('on %s', (stores) => {
  let documented: Documented;
  let client: DocumentedClient;
  let goodbye: string;

  beforeAll(async () => {
    documented = await startDocumented(stores);
    client = documented.clients['conformance-1']!;
    goodbye = client.postLogoutRedirectUris?.[0] ?? '';
  }, 60_000);
  afterAll(() => documented.stop());

  const authorize = (more: Record<string, string> = {}): URL => {
    const url = new URL('/authorize', documented.postern.issuer);
    const redirectUri = client.redirectUris[0] ?? '';
    const asked = { client_id: client.id, response_type: 'code', scope: 'openid', redirect_uri: redirectUri, ...more };
    url.search = new URLSearchParams(asked).toString();
    return url;
  };

  async function signedIn(): Promise<{ person: Person; idToken: string }> {
    const person = documented.postern.person();
    const { url } = await walk(person, { url: authorize() }, documented.email);
    const { body } = await post(
      documented.postern,
      '/token',
      {
        grant_type: 'authorization_code',
        code: url.searchParams.get('code') ?? '',
        redirect_uri: client.redirectUris[0] ?? '',
      },
      client.headers,
    );
    return { person, idToken: String(body['id_token']) };
  }
  const isSignedIn = async (person: Person): Promise<boolean> => {
    const { searchParams } = (await person.open(authorize({ prompt: 'none' }))).url;
    if (!searchParams.has('code')) expect(searchParams.get('error')).toBe('login_required');
    return searchParams.has('code');
  };
  const leave = (person: Person, more: Record<string, string>) => {
    const url = new URL('/session/end', documented.postern.issuer);
    url.search = new URLSearchParams(more).toString();
    return person.open(url);
  };

  test.each([
    ['a state of any characters', { state: `x}%^@~].:"&">''(!<#`.repeat(4) }],
    ['no state', {}],
  ])('with %s one comes back to the app signed out', async (_what, more: { state?: string }) => {
    const { person, idToken } = await signedIn();
    const { url } = await leave(person, { id_token_hint: idToken, post_logout_redirect_uri: goodbye, ...more });
    expect(`${url.origin}${url.pathname}`).toBe(goodbye);
    expect(Object.fromEntries(url.searchParams)).toEqual(more);
    expect(await isSignedIn(person)).toBe(false);
  });

  test.each<[string, (payload: JWTPayload) => string | Promise<string>]>([
    ['has lost its signature', (payload) => new UnsecuredJWT(payload).encode()],
    [
      'is signed by another key',
      async (payload) =>
        new SignJWT(payload).setProtectedHeader({ alg: 'RS256' }).sign((await generateKeyPair('RS256')).privateKey),
    ],
    [
      'is signed by the client itself',
      (payload) =>
        new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(client.secret)),
    ],
    [
      'names us as the client and the client as us',
      ({ sub = '' }) =>
        new SignJWT({ iss: client.id, aud: documented.postern.issuer, sub })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(client.secret)),
    ],
  ])('an ID token that %s sends nobody on and signs nobody out', async (_what, changed) => {
    const { person, idToken } = await signedIn();
    const hint = await changed(decodeJwt(idToken));
    const page = await leave(person, { id_token_hint: hint, post_logout_redirect_uri: goodbye, state: 's' });
    expect([page.url.origin, page.status]).toEqual([documented.postern.issuer, 400]);
    expect(page.html).toContain('<h1');
    expect(await isSignedIn(person)).toBe(true);
  });

  test.each([
    ['nothing', {}],
    ['a state alone', { state: 's' }],
  ])('with %s the person is asked, and told on our own page that they are signed out', async (_what, more) => {
    const { person } = await signedIn();
    const page = await leave(person, more);
    const after = await person.submit(page, '/session/end/confirm', { logout: 'yes' });
    expect([after.url.origin, after.status]).toEqual([documented.postern.issuer, 200]);
    expect(after.title).toContain('You are signed out');
    expect(await isSignedIn(person)).toBe(false);
  });

  test('an ID token alone signs out, and ends on our own page', async () => {
    const { person, idToken } = await signedIn();
    const page = await leave(person, { id_token_hint: idToken });
    expect(page.title).toContain('You are signed out');
    expect(await isSignedIn(person)).toBe(false);
  });
});
