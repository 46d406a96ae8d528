import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { backChannelLogout } from '../../examples/web-app/logout.ts';
import type { SignedOut } from '../../examples/web-app/sessions.ts';

const issuer = 'https://id.example.com';
const clientId = 'web-app';
const event = 'http://schemas.openid.net/event/backchannel-logout';

let server: Server;
let at: string;
let ours: CryptoKey;
let foreign: CryptoKey;
let keysAreThere = true;
const ended: SignedOut[] = [];

beforeAll(async () => {
  // What it says to whoever runs it is not for here.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const [own, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  ours = own.privateKey;
  foreign = other.privateKey;
  const keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'ES256' }] };
  server = createServer((request, response) => {
    if (request.url !== '/jwks') void logout(request, response);
    else response.writeHead(keysAreThere ? 200 : 500).end(JSON.stringify(keys));
  }).listen(0);
  await once(server, 'listening');
  at = `http://localhost:${(server.address() as AddressInfo).port}`;
  const settings = { issuer, clientId, jwksUri: `${at}/jwks`, ended: (who: SignedOut) => void ended.push(who) };
  const logout = backChannelLogout(settings);
});
afterAll(() => void server.close());

interface Odd {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly typ?: string;
  readonly key?: CryptoKey;
}

const jti = () => Math.random().toString(36);

function token({ claims, typ = 'logout+jwt', key = ours }: Odd = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: issuer, aud: clientId, iat: now, exp: now + 120, jti: jti(), sub: 'ann', sid: 's1' };
  return new SignJWT({ ...usual, events: { [event]: {} }, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k', typ })
    .sign(key);
}

const post = async (logoutToken: string): Promise<number> =>
  (await fetch(`${at}/logout`, { method: 'POST', body: new URLSearchParams({ logout_token: logoutToken }) })).status;

test('without the issuer’s keys nothing is decided: the issuer may try again', async () => {
  keysAreThere = false;
  expect(await post(await token())).toBe(503);
  keysAreThere = true;
  expect(ended).toEqual([]);
});

test('a logout token is taken, once', async () => {
  const good = await token();
  expect(await post(good)).toBe(200);
  expect(ended.splice(0)).toEqual([{ sub: 'ann', sid: 's1' }]);
  expect(await post(good)).toBe(400);
  expect(await post(await token({ claims: { sid: undefined } }))).toBe(200);
  expect(ended.splice(0)).toEqual([{ sub: 'ann' }]);
});

const forged: readonly (readonly [string, () => Odd])[] = [
  ['of another issuer', () => ({ claims: { iss: 'https://evil.example' } })],
  ['for another app', () => ({ claims: { aud: 'another' } })],
  ['that has expired', () => ({ claims: { exp: Math.floor(Date.now() / 1000) - 60 } })],
  ['without a time', () => ({ claims: { iat: undefined } })],
  ['without an id', () => ({ claims: { jti: undefined } })],
  ['with a nonce, as an ID token has it', () => ({ claims: { nonce: 'n' } })],
  ['without events', () => ({ claims: { events: undefined } })],
  ['of another event', () => ({ claims: { events: { 'http://example.com/other': {} } } })],
  ['about nobody', () => ({ claims: { sub: undefined, sid: undefined } })],
  ['of another type', () => ({ typ: 'JWT' })],
  ['signed by another key', () => ({ key: foreign })],
];

test.each(forged)('one %s is refused', async (_, odd) => {
  expect(await post(await token(odd()))).toBe(400);
  expect(ended).toEqual([]);
});
