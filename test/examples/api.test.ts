import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { account, basic, callback, post, redeem, signInRequest, walk } from '../support/apps.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { startExample, type Example } from './example.ts';

const scopes = [{ name: 'notes:read' }, { name: 'notes:write' }];
const allowedOrigin = 'https://app.example.com';

let postern: Postern;
beforeAll(async () => {
  postern = await startPostern('sqlite');
}, 60_000);
afterAll(() => postern.stop());

describe.each(['introspect', 'jwt'] as const)('examples/api/%s.ts', (variant) => {
  let resource: string;
  /** Another API, about whose tokens the same client may ask: they must not work at this one all the same. */
  const elsewhere = `https://${variant}.example.com`;
  let api: Example;
  let machine: Record<string, string>;
  let app: string;

  beforeAll(async () => {
    const { clients } = postern.rooms;
    const port = await freePort();
    resource = `http://localhost:${port}`;
    const tokenFormat = variant === 'jwt' ? 'jwt' : 'opaque';
    await clients.apis.add({ id: resource, name: 'Notes', scopes, tokenFormat });
    await clients.apis.add({ id: elsewhere, name: 'Elsewhere', scopes, tokenFormat });
    const asker = await clients.add({ name: 'Notes', kind: 'api', serves: [resource, elsewhere] });
    const program = await clients.add({ name: 'Job', kind: 'machine', apis: [resource, elsewhere] });
    machine = basic(program.client.id, program.secret!);
    const spa = await clients.add({
      name: 'App',
      kind: 'spa',
      firstParty: true,
      redirectUris: [callback],
      apis: [resource],
      defaultApi: resource,
    });
    app = spa.client.id;
    api = startExample(`api/${variant}.ts`, {
      ISSUER: postern.issuer,
      PORT: String(port),
      RESOURCE: resource,
      ORIGINS: allowedOrigin,
      CLIENT_ID: asker.client.id,
      CLIENT_SECRET: asker.secret!,
    });
    await api.line(/^The API is at/);
  }, 30_000);
  afterAll(() => api.stop());

  const call = (token?: string, init: RequestInit = {}) =>
    fetch(`${resource}/notes`, {
      ...init,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(init.headers as object) },
    });

  async function tokenFor(scope: string, audience = resource): Promise<string> {
    const fields = { grant_type: 'client_credentials', scope, resource: audience };
    const { body } = await post(postern, '/token', fields, machine);
    return String(body['access_token']);
  }

  async function signedIn() {
    const email = `${variant}-${Math.random().toString(36).slice(2)}@example.com`;
    await account(postern, email);
    const request = signInRequest(postern, app, { scope: 'openid notes:read' });
    const screen = await walk(postern.person(), request, email);
    return (await redeem(postern, app, screen, request.verifier)).body as Record<string, string>;
  }

  test('a person’s app reads and, with the scope for it, writes', async () => {
    const tokens = await signedIn();
    const reading = await call(tokens['access_token']);
    expect(reading.status).toBe(200);
    expect(await reading.json()).toMatchObject({ notes: [] });

    const token = await tokenFor('notes:read notes:write');
    expect((await call(token, { method: 'POST' })).status).toBe(201);
    expect(await (await call(token)).json()).toMatchObject({ notes: [expect.stringMatching(/^Written at /)] });
    // What one wrote is not what the other reads.
    expect(await (await call(tokens['access_token'])).json()).toMatchObject({ notes: [] });
  });

  test('without a token the scheme is named, and no error', async () => {
    const answer = await call();
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer scope="notes:read"');
  });

  test('a token without the scope is refused, and the scope named', async () => {
    const answer = await call(await tokenFor('notes:read'), { method: 'POST' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="notes:write"');
  });

  test.each([
    ['made up', async () => 'made-up'],
    ['for another API', () => tokenFor('notes:read', elsewhere)],
    ['a refresh token', async () => (await signedIn())['refresh_token']!],
    ['an ID token', async () => (await signedIn())['id_token']!],
    ['without a signature', async () => unsigned(resource)],
  ])('what is no access token for it is refused: %s', async (_what, make) => {
    const answer = await call(await make());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token", scope="notes:read"');
  });

  test('only the origins that are named may call it from a page', async () => {
    const preflight = (origin: string) => call(undefined, { method: 'OPTIONS', headers: { origin } });
    const allowed = await preflight(allowedOrigin);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(allowedOrigin);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('Authorization');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(foreign.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('when the issuer cannot be asked it says so, and lets nobody in', async () => {
    const [port, nobody] = [await freePort(), await freePort()];
    const alone = startExample(`api/${variant}.ts`, {
      ISSUER: `http://localhost:${nobody}`,
      PORT: String(port),
      CLIENT_ID: 'a',
      CLIENT_SECRET: 'b',
    });
    try {
      await alone.line(/^The API is at/);
      const answer = await fetch(`http://localhost:${port}/notes`, { headers: { authorization: 'Bearer anything' } });
      expect(answer.status).toBe(503);
    } finally {
      await alone.stop();
    }
  });

  if (variant === 'introspect') {
    test('a revoked token stops working at once', async () => {
      const tokens = await signedIn();
      expect((await call(tokens['access_token'])).status).toBe(200);
      await post(postern, '/revoke', { client_id: app, token: tokens['refresh_token']! });
      expect((await call(tokens['access_token'])).status).toBe(401);
    });
  }
});

/** A JWT access token as it should be, but for its algorithm. */
function unsigned(audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: postern.issuer,
    aud: audience,
    sub: 'somebody',
    client_id: 'anybody',
    scope: 'notes:read',
    jti: 'x',
    iat: now,
    exp: now + 60,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
}
