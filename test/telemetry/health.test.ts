import { afterEach, expect, test } from '@jest/globals';
import Koa from 'koa';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { check } from '../../adapters/scratch.ts';
import { StoreUnavailable, type Documents, type Ephemera, type Store } from '../../adapters/store.ts';
import { health } from '../../src/web/health.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  if (server) await once(server.close(), 'close');
});

/** Serves health over a store whose check the test decides. */
async function serve(check: Store['check'], options: { limit?: number; stopping?: () => boolean } = {}) {
  const warnings: unknown[] = [];
  const log = { warn: (_message: string, fields?: unknown) => void warnings.push(fields) };
  const app = new Koa();
  app.use(health({ store: { check }, log, ...options }));
  app.use((ctx) => {
    ctx.body = 'something else';
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return { get, warnings };
}

test('ready while the store works', async () => {
  const { get } = await serve(() => Promise.resolve());
  const answer = await get('/health/ready');
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('a store that fails makes the node not ready, and alive; why is for the log alone', async () => {
  const { get, warnings } = await serve(() => Promise.reject(new StoreUnavailable('mongodb://secret@db is away')));
  const answer = await get('/health/ready');
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable', failed: 'store' }]);
  expect((await get('/health/live')).status).toBe(200);
  expect(warnings).toEqual([{ error: expect.any(StoreUnavailable), store: 'store' }]);
});

/** A MongoDB and a Redis, each of which answers or never does. */
function databases({ mongodb = true, redis = true }): Store['check'] {
  const never = () => new Promise<never>(() => undefined);
  const [kept, put] = [new Map<string, unknown>(), new Map<string, string>()];
  const documents = {
    insert: (_: unknown, one: { id: string }) => (mongodb ? Promise.resolve(void kept.set(one.id, one)) : never()),
    get: (_: unknown, id: string) => Promise.resolve(kept.get(id)),
    remove: (_: unknown, { id }: { id: string }) => Promise.resolve(kept.delete(id)),
  } as unknown as Documents;
  const ephemera = {
    put: (_: string, key: string, value: string) => (redis ? Promise.resolve(void put.set(key, value)) : never()),
    take: (_: string, key: string) => Promise.resolve(put.get(key)),
  } as unknown as Ephemera;
  const names = { documents: 'MongoDB', ephemera: 'Redis' };
  return (limit) => check({ documents, ephemera, names }, { now: 1, limit });
}

test.each([
  [{ mongodb: false }, 'mongodb', 'MongoDB: no answer within 20 ms'],
  [{ redis: false }, 'redis', 'Redis: no answer within 20 ms'],
  [
    { mongodb: false, redis: false },
    'mongodb, redis',
    'MongoDB: no answer within 20 ms; Redis: no answer within 20 ms',
  ],
])(
  'a database that does not answer is not waited for, and named to who asks and in the log: %j',
  async (up, failed, message) => {
    const { get, warnings } = await serve(databases(up), { limit: 20 });
    const answer = await get('/health/ready');
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable', failed }]);
    expect(warnings).toEqual([{ error: expect.objectContaining({ message }), store: failed }]);
  },
);

test('both databases answer', async () => {
  const { get } = await serve(databases({}), { limit: 10_000 });
  expect((await get('/health/ready')).status).toBe(200);
});

test('a node that is about to stop is not ready', async () => {
  const { get } = await serve(() => Promise.resolve(), { stopping: () => true });
  expect(await (await get('/health/ready')).json()).toEqual({ status: 'unavailable', failed: 'stopping' });
  expect((await get('/health/live')).status).toBe(200);
});

test('asking a hundred times looks at the store once', async () => {
  let looks = 0;
  const { get } = await serve(() => {
    looks += 1;
    return Promise.resolve();
  });
  await Promise.all(Array.from({ length: 100 }, () => get('/health/ready')));
  expect(looks).toBe(1);
});

test('other methods and paths are not its own', async () => {
  const { get } = await serve(() => Promise.resolve());
  expect((await get('/health/ready', { method: 'POST' })).status).toBe(405);
  expect(await (await get('/health/readyness')).text()).toBe('something else');
});
