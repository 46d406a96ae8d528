import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { guardedFetch } from '../../adapters/http/index.ts';
import { logoutKind } from '../../src/logout/index.ts';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import { account, callback, post } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { production, type Production } from './production.ts';

let postern: Production;
/** A service that is nobody's business: it counts who connects. */
let inner: Server;
let connections = 0;

beforeAll(async () => {
  postern = await production();
  await postern.rooms.clients.apis.add({ id: 'https://api.example.com', name: 'API', scopes: [{ name: 'read' }] });
  inner = createServer((_request, response) => response.end('{"keys":[]}')).listen(0);
  inner.on('connection', () => (connections += 1));
}, 60_000);
afterAll(async () => {
  inner.close();
  await postern.stop();
});

const port = (): number => (inner.address() as AddressInfo).port;

const hosts = [
  '127.0.0.1',
  'localhost',
  '[::1]',
  '0.0.0.0',
  '[::ffff:127.0.0.1]',
  '[::]',
  '127.0.0.2',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '[fd00::1]',
  '[fe80::1]',
];

test.each(hosts)('a jwks_uri at %s is registered or not, and never asked', async (host) => {
  const { rooms, inside } = postern;
  const declaration = {
    name: 'Robot',
    kind: 'machine' as const,
    authMethod: 'private_key_jwt' as const,
    apis: ['https://api.example.com'],
    jwksUri: `https://${host}:${port()}/keys`,
  };
  const added = await rooms.clients.add(declaration).catch(() => undefined);
  if (added) {
    const { privateKey } = await generateKeyPair('RS256');
    const now = Math.floor(Date.now() / 1000);
    const { id } = added.client;
    const assertion = await new SignJWT({
      iss: id,
      sub: id,
      aud: postern.issuer,
      jti: randomUUID(),
      iat: now,
      exp: now + 60,
    })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
    const answer = await post({ issuer: inside }, '/token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.body['access_token']).toBeUndefined();
    expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|private|filter|127\.0|address/i);
  }
  expect(connections).toBe(0);
});

test('a sign-out tells no backchannelLogoutUri that is nobody’s business', async () => {
  const { rooms } = postern;
  const person = await account(postern, 'ann@example.com');
  const told: string[] = [];
  for (const host of hosts) {
    const declaration = { name: 'Shop', kind: 'web', redirectUris: [callback] };
    const added = await rooms.clients
      .add({ ...declaration, backchannelLogoutUri: `https://${host}:${port()}/logout` })
      .catch(() => undefined);
    if (!added) continue;
    const { id: client } = added.client;
    told.push(client);
    await rooms.outgoing.enqueue(logoutKind, client, { client, account: person, session: 'a-session' });
  }
  // The node tries each, and none of them goes out.
  await eventually(async () => {
    for (const client of told) {
      const entry = await rooms.store.documents.get(outgoingCollection, `logout.${client}`);
      expect(entry).toMatchObject({ payload: expect.anything() });
      expect(entry?.tries).toBeGreaterThan(0);
    }
  }, 25_000);
  expect(told.length).toBeGreaterThan(5);
  expect(connections).toBe(0);
}, 60_000);

test.each(hosts)('what fetches for clients refuses %s before it connects', async (host) => {
  await expect(guardedFetch(false)(`https://${host}:${port()}/`)).rejects.toThrow();
  await expect(guardedFetch(false)(`http://${host}:${port()}/`)).rejects.toThrow('only https');
  expect(connections).toBe(0);
});

test('a request_uri, a logo or a homepage is never asked', async () => {
  const { rooms, inside } = postern;
  const to = `https://127.0.0.1:${port()}/`;
  const { client } = await rooms.clients.add({
    name: 'Notes',
    kind: 'spa',
    redirectUris: ['https://app.example.com/callback'],
    logo: to,
    homepage: to,
  });
  const url = new URL('/authorize', inside);
  url.search = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: 'https://app.example.com/callback',
    scope: 'openid',
    request_uri: to,
  }).toString();
  const answer = await fetch(url, { redirect: 'manual' });
  expect(answer.status).toBeLessThan(500);
  expect(connections).toBe(0);
});
