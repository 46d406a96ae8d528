import { describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { connectRedis } from '../../adapters/redis/index.ts';
import { StoreRefused } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import { redisServer, type TestServer } from '../support/servers/index.ts';
import { sayLoudly } from './subject.ts';

const found = await redisServer(['--appendonly', 'yes']);
if ('missing' in found) {
  sayLoudly(`SKIPPED: what is asked of a Redis: ${found.missing}`);
  if (process.env['CI'] === 'true') test('a Redis is there', () => expect(found).not.toHaveProperty('missing'));
} else {
  await found.stop();
}
const describeHere = 'missing' in found ? describe.skip : describe;

describeHere('what is asked of a Redis', () => {
  /** Opens a Redis of these settings. @returns what it warned of */
  async function open(
    settings: readonly string[],
    allowVolatile = false,
    prepare?: (redis: Redis) => Promise<string>,
  ): Promise<string[]> {
    return withServer(settings, async ({ url }) => {
      const warnings: string[] = [];
      const redis = new Redis(url);
      const ownUrl = (await prepare?.(redis)) ?? '';
      redis.disconnect();
      const address = ownUrl ? url.replace('redis://', `redis://${ownUrl}@`) : url;
      const opened = await connectRedis(address, {
        allowVolatile,
        now: () => 1000,
        warn: (text) => void warnings.push(text),
      });
      await opened.close();
      return warnings;
    });
  }

  async function expectRefused(opened: Promise<unknown>, words: RegExp): Promise<void> {
    await expect(opened).rejects.toThrow(StoreRefused);
    await expect(opened).rejects.toThrow(words);
  }

  test('an append-only file, or snapshots, are fit', async () => {
    expect(await open(['--appendonly', 'yes'])).toEqual([]);
    expect(await open(['--save', '60 1'])).toEqual([]);
  });

  test.each(['allkeys-lru', 'volatile-ttl', 'volatile-random'])('one that evicts by %s is refused', async (policy) => {
    const settings = ['--appendonly', 'yes', '--maxmemory', '100mb', '--maxmemory-policy', policy];
    await expectRefused(open(settings), new RegExp(`${policy}.*maxmemory-policy noeviction`, 's'));
  });

  test('a policy without a limit evicts nothing, and a limit without a policy neither', async () => {
    expect(await open(['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'])).toEqual([]);
    expect(await open(['--appendonly', 'yes', '--maxmemory', '100mb', '--maxmemory-policy', 'noeviction'])).toEqual([]);
  });

  test('one that keeps nothing is refused, unless it is asked for', async () => {
    await expectRefused(open(['--appendonly', 'no']), /keeps nothing.*appendonly yes/s);
    expect(await open(['--appendonly', 'no'], true)).toEqual([]);
  });

  test('a replica is refused', async () => {
    await expectRefused(open(['--appendonly', 'yes', '--replicaof', '127.0.0.1', '9']), /replica/);
  });

  test('a node of a cluster is refused', async () => {
    await expectRefused(open(['--appendonly', 'yes', '--cluster-enabled', 'yes']), /cluster/);
  });

  test('where CONFIG is forbidden it is said what could not be checked', async () => {
    const withoutConfig = async (redis: Redis) => {
      await redis.call('ACL', 'SETUSER', 'limited', 'on', '>secret', '~*', '+@all', '-config');
      return 'limited:secret';
    };
    expect(await open(['--appendonly', 'yes'], false, withoutConfig)).toEqual([]);
    expect(await open(['--appendonly', 'no'], false, withoutConfig)).toEqual([
      expect.stringContaining('CONFIG is forbidden'),
    ]);
    const evicting = ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'];
    await expectRefused(open(evicting, false, withoutConfig), /allkeys-lru/);
  });

  test('a run lasts over new connections, and ends with a loss of data or a new process', async () => {
    await withServer(['--appendonly', 'yes', '--enable-debug-command', 'yes'], async ({ url }) => {
      let now = 1000;
      const options = { allowVolatile: false, now: () => now, warn: () => undefined };
      const first = await connectRedis(url, options);
      const run = await first.run();
      expect(run.since).toBe(1000);
      now = 2000;
      const second = await connectRedis(url, options);
      expect(await second.run()).toEqual(run);

      // Nothing sent twice: a restart asked for again by each new connection would never end.
      const admin = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
      await admin.flushall();
      const afterLoss = await second.run();
      expect(afterLoss).toMatchObject({ since: 2000 });
      expect(afterLoss.id).not.toBe(run.id);
      expect(await first.run()).toEqual(afterLoss);

      now = 3000;
      await admin.call('DEBUG', 'RESTART').catch(() => undefined);
      await eventually(async () => expect((await second.run()).since).toBe(3000));
      expect(await second.run()).toEqual(await first.run());
      await Promise.all([first.close(), second.close()]);
    });
  });

  test('a script that the server has forgotten is sent again', async () => {
    await withServer(['--appendonly', 'yes'], async ({ url }) => {
      const { ephemera, close } = await connectRedis(url, {
        allowVolatile: false,
        now: () => 0,
        warn: () => undefined,
      });
      const increment = async () => (await ephemera.increment('a', 'key', 60)).count;
      expect(await increment()).toBe(1);
      const admin = new Redis(url);
      await admin.script('FLUSH');
      admin.disconnect();
      expect(await Promise.all([1, 2, 3].map(increment))).toEqual([2, 3, 4]);
      await close();
    });
  });
});

async function withServer<T>(settings: readonly string[], use: (server: TestServer) => Promise<T>): Promise<T> {
  const server = await redisServer(settings);
  if ('missing' in server) throw new Error(server.missing);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}
