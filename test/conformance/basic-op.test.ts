/** The profiles "Basic OP" and "Form Post OP" of OpenID Connect, where no other test holds what they demand. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { post, signInRequest, walk, type Answer } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { startDocumented, type Documented, type DocumentedClient } from './documented.ts';

let documented: Documented;
const first = (): DocumentedClient => documented.clients['conformance-1']!;

type Parameters = Readonly<Record<string, string | undefined>>;

/** Asks as the plans do: without PKCE, and what is undefined not at all. @returns what arrives at the app */
async function ask(
  { id, redirectUris: [redirectUri = ''] }: Pick<DocumentedClient, 'id' | 'redirectUris'>,
  parameters: Parameters = {},
  method = 'GET',
): Promise<Record<string, string>> {
  const person = documented.postern.person();
  const url = new URL('/authorize', documented.postern.issuer);
  const asked: Parameters = {
    client_id: id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
    state: 'a state',
    nonce: 'a nonce',
    ...parameters,
  };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) url.searchParams.set(name, value);
  if (method === 'POST') {
    const page = await person.post(new URL('/authorize', url), Object.fromEntries(url.searchParams));
    expect(page.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    return arrived(await walk(person, { url: page.url }, documented.email), redirectUri);
  }
  return arrived(await walk(person, { url }, documented.email), redirectUri);
}

/** What a response brings to a redirect URI: by the form on the page, or in the address. */
function arrived({ url, forms: [form] }: Awaited<ReturnType<typeof walk>>, redirectUri: string) {
  const registered = new URL(redirectUri);
  if (form) {
    expect([form.method, form.action]).toEqual(['POST', registered.href]);
    return form.fields;
  }
  expect(url.href.startsWith(registered.href)).toBe(true);
  const added = [...url.searchParams].filter(([name]) => !registered.searchParams.has(name));
  return Object.fromEntries(added);
}

const redeem = (
  { headers, redirectUris: [redirectUri = ''] }: Pick<DocumentedClient, 'headers' | 'redirectUris'>,
  { code = '' }: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(
    documented.postern,
    '/token',
    { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more },
    headers,
  );

async function idTokenOf({ body }: Answer, client: string) {
  const { issuer } = documented.postern;
  const keys = createRemoteJWKSet(new URL('/jwks', issuer));
  return (await jwtVerify(String(body['id_token']), keys, { issuer, audience: client, algorithms: ['RS256'] })).payload;
}

describe.each(availableProfiles())('on %s', (stores) => {
  beforeAll(async () => {
    documented = await startDocumented(stores);
  }, 60_000);
  afterAll(() => documented.stop());

  describe.each([undefined, 'form_post'])('by the response mode %s', (mode) => {
    test.each<[string, Parameters]>([
      ['nothing more', {}],
      ['no nonce', { nonce: undefined }],
      ['a parameter that nobody knows', { extra: 'foobar' }],
      ['display=page', { display: 'page' }],
      ['display=popup', { display: 'popup' }],
      ['ui_locales', { ui_locales: 'se' }],
      ['claims_locales', { claims_locales: 'se' }],
      ['acr_values', { acr_values: '1 2' }],
      ['login_hint', { login_hint: 'buffy@example.com' }],
      ['max_age', { max_age: '10000' }],
      ['a state and a nonce of any characters', { state: '"><%7D& +\u00e9', nonce: '-._~ /\u00e9' }],
    ])('a request with %s gets a code, and an ID token for it', async (_what, parameters) => {
      const response = await ask(first(), { ...parameters, response_mode: mode });
      expect(response).toEqual({
        code: expect.any(String),
        state: parameters['state'] ?? 'a state',
        iss: documented.postern.issuer,
      });
      const answer = await redeem(first(), response);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) });
      const { nonce, auth_time: authTime } = await idTokenOf(answer, first().id);
      expect(nonce).toBe('nonce' in parameters ? parameters['nonce'] : 'a nonce');
      expect(typeof authTime).toBe('number');
    });

    test('a request that was posted gets a code', async () => {
      const response = await ask(first(), { response_mode: mode }, 'POST');
      expect((await redeem(first(), response)).status).toBe(200);
    });

    test('PKCE, where it is used, is checked also of a client that may do without', async () => {
      const { url, verifier } = signInRequest(documented.postern, first().id);
      const challenge = { code_challenge: url.searchParams.get('code_challenge')!, code_challenge_method: 'S256' };
      const withPkce = await ask(first(), { ...challenge, response_mode: mode });
      expect((await redeem(first(), withPkce)).body.error).toBe('invalid_grant');
      expect((await redeem(first(), withPkce, { code_verifier: verifier })).status).toBe(200);
    });

    test('a redirect URI with a query keeps it, and is registered with it alone', async () => {
      const second = documented.clients['conformance-2']!;
      const withQuery = { ...second, redirectUris: second.redirectUris.filter((uri) => uri.includes('?')) };
      expect(withQuery.redirectUris).toHaveLength(1);
      const response = await ask(withQuery, { response_mode: mode });
      expect((await redeem(withQuery, response)).status).toBe(200);
    });

    test('a client proves itself by client_secret_post', async () => {
      const { id, secret, redirectUris } = documented.clients['conformance-post']!;
      const response = await ask({ id, redirectUris }, { response_mode: mode });
      const answer = await redeem({ headers: {}, redirectUris }, response, { client_id: id, client_secret: secret });
      expect(answer.status).toBe(200);
      await idTokenOf(answer, id);
    });

    test('a request without response_type is refused to the app', async () => {
      const refusal = await ask(first(), { response_type: undefined, response_mode: mode });
      expect(refusal).toMatchObject({ error: 'invalid_request', state: 'a state' });
    });
  });

  const token = async (parameters: Parameters): Promise<string> =>
    String((await redeem(first(), await ask(first(), parameters))).body['access_token']);

  test.each<[string, (token: string) => RequestInit]>([
    ['GET with a header', (bearer) => ({ headers: { authorization: `Bearer ${bearer}` } })],
    ['POST with a header', (bearer) => ({ method: 'POST', headers: { authorization: `Bearer ${bearer}` } })],
    ['POST with a form', (bearer) => ({ method: 'POST', body: new URLSearchParams({ access_token: bearer }) })],
  ])('userinfo is asked by %s, and tells all claims of all scopes', async (_how, init) => {
    const { postern, claims, email } = documented;
    const bearer = await token({ scope: 'openid address email phone profile' });
    const response = await fetch(new URL('/userinfo', postern.issuer), init(bearer));
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      sub: expect.any(String),
      updated_at: expect.any(Number),
      email,
      email_verified: true,
      phone_number_verified: false,
      ...claims,
    });
    // Every standard claim that there is (OIDC Core §5.4): whatever the docs' account lacks ends a plan with a warning.
    expect(Object.keys(claims)).toHaveLength(15);
  });

  test('an essential claim is told', async () => {
    const bearer = await token({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }) });
    const response = await fetch(new URL('/userinfo', documented.postern.issuer), {
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(await response.json()).toEqual({ sub: expect.any(String), name: documented.claims['name'] });
  });
});
