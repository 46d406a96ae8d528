import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, callback, post, signIn, type App } from '../support/apps.ts';
import { certificates } from '../support/certificates.ts';
import { proofKey } from '../support/dpop.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, onPostern } from '../support/suite.ts';
import { addProgram, adminApiOf, ask, everything, tokenOf, type Said } from './programs.ts';

const email = 'ann@example.com';
const header = 'x-client-cert';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, {
    settings: ['clientCertificateHeader=X-Client-Cert', 'trustedProxies=127.0.0.0/8,::1'],
  });
  givenAccount(postern, email);
  let resource: string;
  beforeAll(() => {
    resource = adminApiOf(postern);
  });

  const list = (token?: string, more = {}): Promise<Said> => ask(postern, token, 'GET', '/clients', undefined, more);
  const clients = () => postern.rooms.clients;

  test('without a token, or with something that is none, there is nothing', async () => {
    const none = await list();
    expect([none.status, none.body.error, none.headers.get('www-authenticate')]).toEqual([
      401,
      'unauthorized',
      'Bearer realm="admin", DPoP realm="admin", algs="ES256 Ed25519 EdDSA"',
    ]);
    const program = await addProgram(postern);
    const token = await tokenOf(postern, program);
    expect((await list(token)).status).toBe(200);
    for (const wrong of ['nothing', `${token}x`, program.secret, 'a.b.c']) {
      const { status, body, headers } = await list(wrong);
      expect([status, body.error]).toEqual([401, 'invalid_token']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="admin", error="invalid_token"/);
    }
    for (const authorization of ['Bearer', 'Basic eDp5', program.headers['authorization'] ?? '']) {
      expect((await list(undefined, { authorization })).status).toBe(400);
    }
    expect((await ask(postern, undefined, 'GET', `/clients?access_token=${token}`)).status).toBe(401);
  });

  test('each route needs its scope, and no other opens it', async () => {
    const program = await addProgram(postern);
    const routes = [
      ['clients:read', 'GET', '/clients'],
      ['clients:read', 'GET', '/clients/x'],
      ['clients:write', 'POST', '/clients'],
      ['clients:write', 'PATCH', '/clients/x'],
      ['clients:write', 'POST', '/clients/x/secrets'],
      ['clients:write', 'DELETE', '/clients/x'],
      ['apis:read', 'GET', '/apis'],
      ['apis:read', 'GET', '/apis/x'],
      ['apis:write', 'POST', '/apis'],
      ['apis:write', 'PATCH', '/apis/x'],
      ['apis:write', 'DELETE', '/apis/x'],
    ] as const;
    for (const [scope, method, path] of routes) {
      const others = everything
        .split(' ')
        .filter((one) => one !== scope)
        .join(' ');
      const refused = await ask(postern, await tokenOf(postern, program, others), method, path);
      expect([method, path, refused.status, refused.body.error]).toEqual([method, path, 403, 'insufficient_scope']);
      expect(refused.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
      const { status } = await ask(postern, await tokenOf(postern, program, scope), method, path);
      expect([method, path, [401, 403].includes(status)]).toEqual([method, path, false]);
    }
    const grant = { grant_type: 'client_credentials', resource };
    const bare = await post(postern, '/token', grant, program.headers);
    expect((await list(String(bare.body['access_token']))).status).toBe(403);
  });

  test('a person’s token opens nothing, and nobody is asked to allow an app this', async () => {
    for (const kind of ['web', 'spa', 'native', 'api']) {
      const apis = kind === 'api' ? { serves: [resource] } : { redirectUris: [callback], apis: [resource] };
      const added = clients().add({ name: 'X', kind, ...apis });
      await expect(added).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringMatching(/\[0\]: is/),
      });
    }
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const { access, refresh, idToken } = await signIn(postern, postern.person(), app, email);
    for (const token of [access, refresh, idToken]) {
      const { status, body } = await list(token);
      expect([status, body.error]).toEqual([401, 'invalid_token']);
    }
    const asked = await post(
      postern,
      '/par',
      { client_id: app.id, response_type: 'code', redirect_uri: callback, scope: 'openid clients:write', resource },
      app.headers,
    );
    expect([asked.status, asked.body.error]).toEqual([400, expect.stringMatching(/^invalid_/)]);
  });

  test('a token that the program has for another API, or for none, opens nothing', async () => {
    const other = 'https://other.example.com/';
    const named = everything.split(' ').map((name) => ({ name }));
    for (const tokenFormat of ['opaque', 'jwt']) {
      await clients().apis.add({ id: `${other}${tokenFormat}`, name: 'Other', tokenFormat, scopes: named });
    }
    const program = await addProgram(postern, undefined, { apis: [resource, `${other}opaque`, `${other}jwt`] });
    for (const api of [`${other}opaque`, `${other}jwt`, undefined]) {
      const fields = { grant_type: 'client_credentials', ...(api && { resource: api, scope: everything }) };
      const { body } = await post(postern, '/token', fields, program.headers);
      const { status, body: said } = await list(String(body['access_token']));
      expect([api, status, said.error]).toEqual([api, 401, 'invalid_token']);
    }
    expect((await list(await tokenOf(postern, program))).status).toBe(200);
  });

  describe('what an admin takes away holds at once, and not when the token ends:', () => {
    const cases: readonly (readonly [string, (id: string) => Promise<unknown>, number])[] = [
      ['the API', (id) => clients().update(id, { apis: null }), 401],
      ['the scope', (id) => clients().update(id, { scopes: ['clients:write'] }), 403],
      ['everything, for a while', (id) => clients().update(id, { disabled: true }), 401],
      ['the program itself', (id) => clients().remove(id), 401],
      ['a token that anybody could use', (id) => clients().update(id, { senderConstrained: 'dpop' }), 401],
    ];
    test.each(cases)('%s', async (_what, takeAway, expected) => {
      const program = await addProgram(postern);
      const token = await tokenOf(postern, program);
      expect((await list(token)).status).toBe(200);
      await takeAway(program.id);
      // Every node in its turn.
      for (let turn = 0; turn < 4; turn += 1) expect((await list(token)).status).toBe(expected);
    });

    test('what is made anew under the same id inherits no token', async () => {
      const program = await addProgram(postern, undefined, { id: 'anew' });
      const token = await tokenOf(postern, program);
      await clients().remove(program.id);
      await addProgram(postern, undefined, { id: program.id });
      expect((await list(token)).status).toBe(401);
    });

    test('and a token ends by itself', async () => {
      const program = await addProgram(postern);
      const fields = { grant_type: 'client_credentials', resource, scope: everything };
      const { body } = await post(postern, '/token', fields, program.headers);
      expect(body['expires_in']).toBe(600);
      const revoked = await post(postern, '/revoke', { token: String(body['access_token']) }, program.headers);
      expect(revoked.status).toBe(200);
      expect((await list(String(body['access_token']))).status).toBe(401);
    });
  });

  test('a token that is bound to a key needs a proof of it, once, for this request (RFC 9449 §7)', async () => {
    const program = await addProgram(postern, undefined, { senderConstrained: 'dpop' });
    const [key, another] = [await proofKey(), await proofKey()];
    const now = () => postern.rooms.clock.now();
    const token = await tokenOf(postern, program, everything, {
      dpop: await key.prove('POST', `${postern.issuer}/token`, now()),
    });
    const here = `${resource}/clients`;
    const bound = (dpop: string) => list(undefined, { authorization: `DPoP ${token}`, dpop });
    const proof = await key.prove('GET', here, now(), token);
    expect((await bound(proof)).status).toBe(200);
    for (const wrong of [
      proof,
      await another.prove('GET', here, now(), token),
      await key.prove('POST', here, now(), token),
      await key.prove('GET', `${resource}/apis`, now(), token),
      await key.prove('GET', here, now()),
      '',
    ]) {
      const refused = await bound(wrong);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringMatching(/^DPoP realm="admin", error="invalid_(token|dpop_proof)"/),
      ]);
    }
    const bearer = await list(token);
    expect([bearer.status, bearer.body.error]).toEqual([401, 'invalid_token']);
    // The address that is proven is the one that was sent, with what is escaped in it.
    const id = encodeURIComponent(resource);
    const one = await ask(postern, undefined, 'GET', `/apis/${id}`, undefined, {
      authorization: `DPoP ${token}`,
      dpop: await key.prove('GET', `${resource}/apis/${id}`, now(), token),
    });
    expect([one.status, one.body['id']]).toEqual([200, resource]);
  });

  test('a token that is bound to a certificate comes with it (RFC 8705 §3)', async () => {
    const program: App = await addProgram(postern, undefined, { senderConstrained: 'mtls' });
    const token = await tokenOf(postern, program, everything, { [header]: certificates.app });
    expect((await list(token, { [header]: certificates.app })).status).toBe(200);
    expect((await list(token, { [header]: certificates.other })).status).toBe(401);
    expect((await list(token)).status).toBe(401);
  });

  test('no script of any origin reads an answer, nor is told that it may ask', async () => {
    const program = await addProgram(postern);
    const token = await tokenOf(postern, program);
    for (const origin of ['https://evil.example', new URL(callback).origin, postern.issuer]) {
      for (const [method, path] of [
        ['GET', '/clients'],
        ['GET', '/nothing'],
        ['OPTIONS', '/clients'],
        ['OPTIONS', '/apis/x'],
      ] as const) {
        const asked = { origin, 'access-control-request-method': 'GET' };
        const { status, headers } = await ask(postern, token, method, path, undefined, asked);
        const told = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect([method, path, told]).toEqual([method, path, []]);
        expect(status === 405).toBe(method === 'OPTIONS');
      }
    }
  });
});
