import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callback, post, signInRequest, walk } from '../support/apps.ts';
import { addApp, scene, signedIn, type Scene } from './scene.ts';

let stage: Scene;
/** A service that is nobody's business: it counts who connects. */
let inner: Server;
let connections = 0;
beforeAll(async () => {
  stage = await scene();
  inner = createServer((_request, response) => response.end(JSON.stringify([callback]))).listen(0);
  inner.on('connection', () => (connections += 1));
}, 60_000);
afterAll(async () => {
  inner.close();
  await stage.postern.stop();
});

const host = (): string => `127.0.0.1:${(inner.address() as AddressInfo).port}`;

test('the sector of a client is its name and is never asked, whatever the client does', async () => {
  const app = await addApp(stage.postern, { pairwise: true, sector: host(), firstParty: true });
  const person = stage.postern.person();
  const { body, status } = await signedIn({ ...stage, app }, person);
  expect(status).toBe(200);
  const { postern } = stage;
  const refreshed = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), client_id: app };
  expect((await post(postern, '/token', refreshed)).status).toBe(200);
  expect((await walk(person, signInRequest(postern, app), stage.owner)).url.searchParams.has('code')).toBe(true);
  await person.open(new URL(`/session/end?id_token_hint=${String(body['id_token'])}`, postern.issuer));
  expect(connections).toBe(0);
});

test('a sector_identifier_uri is no field of a client, and nobody registers one by HTTP', async () => {
  const { postern } = stage;
  const uri = `https://${host()}/sector`;
  for (const field of ['sectorIdentifierUri', 'sector_identifier_uri']) {
    const added = addApp(postern, { pairwise: true, [field]: uri });
    await expect(added).rejects.toThrow(new RegExp(`Unrecognized key: "${field}"|${field}`));
  }
  for (const path of ['/reg', '/register', '/connect/register', '/registration']) {
    const answer = await fetch(new URL(path, postern.issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [callback], subject_type: 'pairwise', sector_identifier_uri: uri }),
    });
    expect([path, answer.status]).toEqual([path, 404]);
  }
  expect(connections).toBe(0);
});
