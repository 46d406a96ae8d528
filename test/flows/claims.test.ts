import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { profileFrom } from '../../src/accounts/index.ts';
import { addApp, password, payloadOf, refresh, signIn, userinfo, type App } from '../support/apps.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const address = { street_address: '1 Main St', locality: 'Springfield', country: 'US' };
/** Everything that a person can say about themselves, by the names of OIDC Core §5.1. */
const profile = {
  name: 'Ann Lee',
  given_name: 'Ann',
  family_name: 'Lee',
  middle_name: 'B.',
  nickname: 'Annie',
  preferred_username: 'ann',
  profile: 'https://people.example.com/ann',
  picture: 'https://people.example.com/ann.png',
  website: 'https://ann.example.com',
  gender: 'female',
  birthdate: '0000-03-22',
  zoneinfo: 'America/Los_Angeles',
  locale: 'en-US',
};

describe.each(availableProfiles())('on %s', (stores) => {
  const { postern } = onPostern(stores);

  let subject: string;
  beforeAll(async () => {
    const made = await postern.rooms.accounts.create({
      email,
      password: await postern.rooms.passwords.hash(password),
      ...profileFrom({ ...profile, phone_number: '+15551234567', address }),
    });
    subject = made?.id ?? '';
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const claimsFor = async (more: Record<string, string>, by = app) => {
    const { access, idToken } = await signIn(postern, postern.person(), by, email, more);
    return { idToken: payloadOf(idToken), info: (await userinfo(postern, access)).body };
  };

  test.each([
    ['openid', {}],
    ['openid profile', { ...profile, updated_at: expect.any(Number) }],
    ['openid email', { email, email_verified: true }],
    ['openid phone', { phone_number: '+15551234567', phone_number_verified: false }],
    ['openid address', { address }],
  ])('the scope "%s" gives its claims at userinfo and no other', async (scope, claims) => {
    const { info, idToken } = await claimsFor({ scope });
    expect(info).toEqual({ sub: subject, ...claims });
    for (const claim of Object.keys(claims)) expect(idToken).not.toHaveProperty(claim);
  });

  test('an ID token names issuer, audience, subject and time, and is signed with ES256', async () => {
    const { idToken, access } = await signIn(postern, postern.person(), app, email, { nonce: 'n-0S6_WzA2Mj' });
    expect(decodeProtectedHeader(idToken)).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    const claims = payloadOf(idToken);
    expect(claims).toMatchObject({
      iss: postern.issuer,
      aud: app.id,
      sub: subject,
      nonce: 'n-0S6_WzA2Mj',
    });
    expect(claims['sub']).not.toContain('@');
    expect(Number(claims['exp'])).toBeGreaterThan(Number(claims['iat']));
    expect(access).not.toContain(subject);
  });

  test('a client may have its ID tokens signed with RS256, and openid-client validates them', async () => {
    const rs = await addApp(postern, { kind: 'web', firstParty: true, idTokenSigningAlg: 'RS256' });
    const config = await connect(postern, rs.id, oidc.ClientSecretBasic(rs.secret), {
      id_token_signed_response_alg: 'RS256',
    });
    oidc.enableNonRepudiationChecks(config);
    const { screen, verifier, idToken } = await signIn(postern, postern.person(), rs, email);
    expect(decodeProtectedHeader(idToken).alg).toBe('RS256');
    // The signature is checked against the published keys when a refresh brings another one.
    await expect(oidc.authorizationCodeGrant(config, screen.url, { pkceCodeVerifier: verifier })).rejects.toBeDefined();
    const again = await signIn(postern, postern.person(), rs, email);
    const refreshed = await oidc.refreshTokenGrant(config, again.refresh);
    expect(refreshed.claims()).toMatchObject({ sub: subject, aud: rs.id });
  });

  test('the claims parameter asks for single claims, by ID token and by userinfo (OIDC Core §5.5)', async () => {
    const claims = JSON.stringify({
      id_token: { email: { essential: true }, auth_time: null },
      userinfo: { given_name: null },
    });
    const { info, idToken } = await claimsFor({ scope: 'openid', claims });
    expect(idToken).toMatchObject({ email, auth_time: expect.any(Number) });
    expect(info).toEqual({ sub: subject, given_name: 'Ann' });
  });

  test('a third-party app gets single claims only after consent, which names them', async () => {
    const third = await addApp(postern, { kind: 'web' });
    const claims = JSON.stringify({ userinfo: { phone_number: null } });
    const { info } = await claimsFor({ scope: 'openid', claims }, third);
    expect(info).toMatchObject({ sub: subject, phone_number: '+15551234567' });
  });

  test('a scope that is taken from a client is gone from what its signed-in apps have as well', async () => {
    const by = await addApp(postern, { kind: 'web', firstParty: true });
    const claims = JSON.stringify({ userinfo: { phone_number: null, nickname: null } });
    const { access, refresh: token } = await signIn(postern, postern.person(), by, email, {
      scope: 'openid profile email offline_access',
      prompt: 'consent',
      claims,
    });
    expect((await userinfo(postern, access)).body).toMatchObject({
      email,
      name: 'Ann Lee',
      phone_number: '+15551234567',
    });

    await postern.rooms.clients.update(by.id, { scopes: ['profile', 'offline_access'] });
    const { body: info } = await userinfo(postern, access);
    expect(info).toMatchObject({ sub: subject, name: 'Ann Lee', nickname: 'Annie' });
    expect(info).not.toHaveProperty('email');
    expect(info).not.toHaveProperty('phone_number');

    const { body: next } = await refresh(postern, by.id, token, by.headers);
    expect(String(next['scope']).split(' ').toSorted()).toEqual(['offline_access', 'openid', 'profile']);
    expect((await userinfo(postern, String(next['access_token']))).body).not.toHaveProperty('email');

    await postern.rooms.clients.update(by.id, { scopes: ['profile', 'email', 'phone', 'offline_access'] });
    const { body: last } = await refresh(postern, by.id, next['refresh_token'], by.headers);
    expect((await userinfo(postern, String(last['access_token']))).body).toMatchObject({ email });
  });

  test('a subject that the claims parameter demands and that is another one is refused', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const claims = JSON.stringify({ id_token: { sub: { value: 'somebody-else' } } });
    const url = new URL('/authorize', postern.issuer);
    url.search = new URLSearchParams({
      client_id: app.id,
      response_type: 'code',
      redirect_uri: 'https://app.example.com/callback',
      scope: 'openid',
      prompt: 'none',
      claims,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString();
    expect((await person.open(url)).url.searchParams.get('error')).toBe('login_required');
  });

  test('pairwise subjects are the same within a sector, differ across sectors, and tell nothing', async () => {
    const at = (host: string, more: object = {}) =>
      addApp(postern, { kind: 'web', firstParty: true, pairwise: true, redirectUris: [`https://${host}/cb`], ...more });
    const subjectAt = async (by: App, redirect: string): Promise<unknown> => {
      const { idToken, info } = await claimsFor({ scope: 'openid', redirect_uri: redirect }, by);
      expect(info.sub).toBe(idToken['sub']);
      return idToken['sub'];
    };
    const [one, sibling, other] = [await at('one.example'), await at('one.example'), await at('two.example')];
    const shared = await at('three.example', { sector: 'one.example' });
    const first = await subjectAt(one, 'https://one.example/cb');
    expect(await subjectAt(one, 'https://one.example/cb')).toBe(first);
    expect(await subjectAt(sibling, 'https://one.example/cb')).toBe(first);
    expect(await subjectAt(shared, 'https://three.example/cb')).toBe(first);
    expect(await subjectAt(other, 'https://two.example/cb')).not.toBe(first);
    expect(first).not.toBe(subject);
    expect(first).not.toContain('@');
  });

  test('userinfo tells nothing without a token, with a wrong one, or with one for an API', async () => {
    const bare = await fetch(new URL('/userinfo', postern.issuer));
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toMatch(/Bearer/);
    const wrong = await userinfo(postern, 'pa_nothing');
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(wrong.body).toMatchObject({ error: 'invalid_token' });
    const api = 'https://claims-api.example.com';
    await postern.rooms.clients.apis.add({ id: api, name: 'API', scopes: [{ name: 'read' }] });
    const caller = await addApp(postern, { kind: 'web', firstParty: true, apis: [api] });
    const { access } = await signIn(postern, postern.person(), caller, email, { scope: 'openid read', resource: api });
    expect((await userinfo(postern, access)).body).toMatchObject({ error: 'insufficient_scope' });
  });
});
