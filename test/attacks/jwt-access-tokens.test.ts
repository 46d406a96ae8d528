import { createHmac, createPublicKey } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { basic, post, redeem, signInRequest, walk } from '../support/apps.ts';
import { addApp, givenScene } from './scene.ts';

const api = 'https://api.example.com';

const stage = givenScene();
let app: string;
let token: string;
let idToken: string;
let publicKey: JWK;
/** The API, which may ask about its tokens. */
let asking: Record<string, string>;

beforeAll(async () => {
  const { clients } = stage.postern.rooms;
  await clients.apis.add({ id: api, name: 'API', scopes: [{ name: 'read' }], tokenFormat: 'jwt' });
  const server = await clients.add({ name: 'API', kind: 'api', serves: [api] });
  asking = basic(server.client.id, server.secret ?? '');
  app = await addApp(stage.postern, { apis: [api], firstParty: true });
  const request = signInRequest(stage.postern, app, { scope: 'openid read', resource: api });
  const door = await walk(stage.postern.person(), request, stage.owner);
  const { body } = await redeem(stage.postern, app, door, request.verifier);
  token = String(body['access_token']);
  idToken = String(body['id_token']);
  const jwks = (await (await fetch(new URL('/jwks', stage.postern.issuer))).json()) as { keys: JWK[] };
  const { kid } = decodeProtectedHeader(token);
  publicKey = jwks.keys.find((key) => key.kid === kid)!;
});

const isActive = async (asked: string): Promise<unknown> =>
  (await post(stage.postern, '/introspect', { token: asked }, asking)).body['active'];

/** Each way to say what the true one says, or more, without its key. */
async function forgeries(): Promise<Record<string, string>> {
  const claims = decodeJwt(token);
  const { kid, alg } = decodeProtectedHeader(token);
  const evil = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(evil.publicKey);
  const pem = createPublicKey({ key: publicKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const sign = (header: object, more: object = {}) =>
    new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: String(kid), ...header })
      .sign(evil.privateKey);
  const hmac = (secret: string | Buffer): string => {
    const head = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid })).toString('base64url');
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
  };
  const [head = '', body = '', signature = ''] = token.split('.');
  const edited = Buffer.from(JSON.stringify({ ...claims, scope: 'openid read admin' })).toString('base64url');
  const otherHead = Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid })).toString('base64url');
  return {
    'alg none': new UnsecuredJWT(claims).encode(),
    'alg none with our header': `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`,
    'no signature': `${head}.${body}.`,
    'HMAC with the public key as PEM': hmac(pem),
    'HMAC with its coordinate': hmac(String(publicKey.x)),
    'HMAC with nothing': hmac(''),
    'another key under our kid': await sign({}),
    'a key of its own in the header': await sign({ jwk }),
    'an address of keys in the header': await sign({ jku: 'https://evil.example/keys' }),
    'a certificate in the header': await sign({ x5u: 'https://evil.example/cert' }),
    'a key that must be understood': await sign({ crit: ['exp'] }).catch(() => `${head}.${body}.x`),
    'edited claims': `${head}.${edited}.${signature}`,
    'another typ': `${otherHead}.${body}.${signature}`,
    'an ID token': idToken,
  };
}

test('the true one is active, and nothing that only looks like it', async () => {
  expect(await isActive(token)).toBe(true);
  for (const [what, forged] of Object.entries(await forgeries())) {
    expect([what, await isActive(forged)]).toEqual([what, false]);
  }
});

test('a forged one revokes nothing, and opens no userinfo', async () => {
  for (const forged of Object.values(await forgeries())) {
    const revoked = await post(stage.postern, '/revoke', { token: forged, client_id: app });
    expect(revoked.status).toBeLessThan(500);
    const answer = await fetch(new URL('/userinfo', stage.postern.issuer), {
      headers: { authorization: `Bearer ${forged}` },
    });
    expect(answer.status).toBe(401);
  }
  expect(await isActive(token)).toBe(true);
});

test('the prefix by which we look a JWT up is nothing that one can send', async () => {
  expect(await isActive(`pj_${token}`)).toBe(false);
  const answer = await fetch(new URL('/userinfo', stage.postern.issuer), {
    headers: { authorization: `Bearer pj_${token}` },
  });
  expect(answer.status).toBe(401);
});

test('nobody but its API and its client hears about it', async () => {
  const { clients } = stage.postern.rooms;
  await clients.apis.add({ id: 'https://other.example.com', name: 'Other', scopes: [] });
  const other = await clients.add({ name: 'Other', kind: 'api', serves: ['https://other.example.com'] });
  const answer = await post(stage.postern, '/introspect', { token }, basic(other.client.id, other.secret ?? ''));
  expect(answer.body).toEqual({ active: false });
  const unasked = await post(stage.postern, '/introspect', { token, client_id: app });
  expect(unasked.body['active']).not.toBe(true);
});
