import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { startNode, type Node } from '../../src/main.ts';
import { account, callback, post, redeem, refresh, signInRequest, walk } from '../support/apps.ts';
import { mailServer } from '../support/mail-server.ts';
import { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { mongodbServer, proxyTo, redisServer, type Proxy, type TestServer } from '../support/servers/index.ts';
import { freePort } from '../support/servers/process.ts';

const there = availableProfiles().includes('mongodb+redis');
const owner = 'owner@example.com';

(there ? describe : describe.skip)('when MongoDB’s answers are lost', () => {
  const ending: (() => Promise<unknown>)[] = [];
  let mongodb: Proxy;
  let node: Node;
  let rooms: Rooms;
  let issuer: string;
  let app: string;

  beforeAll(async () => {
    const servers = await Promise.all([mongodbServer(), redisServer()]);
    const [database, redis] = servers.map((server): TestServer => {
      if ('missing' in server) throw new Error(server.missing);
      ending.push(() => server.stop());
      return server;
    });
    mongodb = await proxyTo(database?.url ?? '');
    ending.push(() => mongodb.stop());
    const mail = await mailServer();
    ending.push(() => mail.stop());
    const directory = await mkdtemp(join(tmpdir(), 'postern-test-'));
    ending.push(() => rm(directory, { recursive: true, force: true }));
    const port = await freePort();
    issuer = `http://localhost:${port}`;
    const { settings } = loadSettings(
      { data: directory, port: String(port), set: [`issuer=${issuer}`, 'demo.enabled=false', 'log.level=error'] },
      { POSTERN_SMTP_URL: mail.url, POSTERN_MONGODB_URL: mongodb.url, POSTERN_REDIS_URL: redis?.url },
      directory,
    );
    node = await startNode(settings);
    ending.push(() => node.stop());
    rooms = await openRooms(settings, { report: () => undefined, warn: () => undefined });
    ending.push(() => rooms.close());
    app = (await rooms.clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback] })).client.id;
    await account({ rooms }, owner);
  }, 120_000);
  afterAll(async () => {
    mongodb.mend();
    for (const end of ending.toReversed()) await end();
  }, 60_000);

  test('a revocation that did not happen is not answered as one, and no refusal is made up', async () => {
    const request = signInRequest({ issuer }, app);
    const door = await walk(new Person(), request, owner);
    const { body } = await redeem({ issuer }, app, door, request.verifier);
    const fields = { token: String(body['refresh_token']), client_id: app };

    mongodb.loseAnswers();
    const revoked = await post({ issuer }, '/revoke', fields);
    const refreshed = await refresh({ issuer }, app, body['refresh_token']);
    mongodb.mend();
    expect([revoked.status, refreshed.status]).toEqual([503, 503]);
    expect([revoked.body.error, refreshed.body.error]).toEqual(['temporarily_unavailable', 'temporarily_unavailable']);

    // Once it answers again, so does the client's next try, and then it is true.
    expect((await post({ issuer }, '/revoke', fields)).status).toBe(200);
    expect((await refresh({ issuer }, app, body['refresh_token'])).body.error).toBe('invalid_grant');
  }, 60_000);
});
