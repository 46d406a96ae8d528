import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK, type JWTPayload } from 'jose';
import { post, type Answer } from '../support/apps.ts';
import { givenScene } from './scene.ts';

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const stage = givenScene();
let client: string;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let publicKey: JWK;
/** What an attacker serves keys at, and how often somebody came for them. */
let bait: Server;
let visits = 0;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'a', use: 'sig', alg: 'RS256' };
  const { rooms } = stage.postern;
  await rooms.clients.apis.add({ id: 'https://api.example.com', name: 'API', scopes: [{ name: 'read' }] });
  const added = await rooms.clients.add({
    name: 'Robot',
    kind: 'machine',
    authMethod: 'private_key_jwt',
    apis: ['https://api.example.com'],
    jwks: { keys: [publicKey as Record<string, string>] },
  });
  client = added.client.id;
  bait = createServer((_request, response) => {
    visits += 1;
    response.end('{"keys":[]}');
  }).listen(0, '127.0.0.1');
});
afterAll(() => void bait.close());

const claims = (more: JWTPayload = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1000);
  return { iss: client, sub: client, aud: stage.postern.issuer, jti: randomUUID(), iat: now, exp: now + 60, ...more };
};
const signed = (payload: JWTPayload, header: Record<string, unknown> = {}, key = keys.privateKey): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'a', ...header }).sign(key);
const present = (assertion: string, more: Record<string, string> = {}): Promise<Answer> =>
  post(stage.postern, '/token', {
    grant_type: 'client_credentials',
    client_assertion_type: type,
    client_assertion: assertion,
    ...more,
  });
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));

test('one passes once; of ten of it at the same moment one', async () => {
  const assertion = await signed(claims());
  const answers = await Promise.all(Array.from({ length: 10 }, () => present(assertion)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await present(assertion)).body.error).toBe('invalid_client');
});

test.each([
  ['for somebody else', () => claims({ aud: 'https://evil.example' })],
  ['from somebody else', () => claims({ iss: 'somebody' })],
  ['about somebody else', () => claims({ sub: 'somebody' })],
  ['that has expired', () => claims({ exp: Math.floor(Date.now() / 1000) - 120 })],
  ['of the future', () => claims({ nbf: Math.floor(Date.now() / 1000) + 600 })],
  ['without an end', () => without('exp')],
  ['without an id', () => without('jti')],
  ['without an audience', () => without('aud')],
  ['without a subject', () => without('sub')],
])('one %s is refused', async (_what, payload) => {
  expect((await present(await signed(payload()))).body.error).toBe('invalid_client');
});

test('one that is not signed, or with the public key as a secret, is refused', async () => {
  const none = new UnsecuredJWT(claims()).encode();
  const pem = createPublicKey({ key: publicKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const hmac = (secret: string | Buffer): string => {
    const head = Buffer.from('{"alg":"HS256","kid":"a"}').toString('base64url');
    const body = Buffer.from(JSON.stringify(claims())).toString('base64url');
    return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
  };
  for (const forged of [none, `${none}x`, hmac(pem), hmac(String(publicKey.n)), hmac('')]) {
    expect((await present(forged)).body.error).toMatch(/^invalid_(client|request)$/);
  }
});

test('keys in the header or at an address in it are not used, and not fetched', async () => {
  const evil = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(evil.publicKey);
  const { port } = bait.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/keys`;
  for (const header of [{ jwk }, { jku: url }, { x5u: url }, { jku: url, kid: 'evil' }]) {
    const forged = await signed(claims(), header, evil.privateKey);
    expect((await present(forged)).body.error).toBe('invalid_client');
  }
  expect(visits).toBe(0);
});

test('the client gets in by no other way: no secret, none at all, another client_id', async () => {
  const { postern } = stage;
  const plain = { grant_type: 'client_credentials', client_id: client };
  expect((await post(postern, '/token', plain)).body.error).toBe('invalid_client');
  expect((await post(postern, '/token', { ...plain, client_secret: 'x' })).body.error).toBe('invalid_client');
  expect((await present(await signed(claims()), { client_id: stage.app })).status).not.toBe(200);
  expect((await present(await signed(claims()), { client_secret: 'x' })).status).not.toBe(200);
});
