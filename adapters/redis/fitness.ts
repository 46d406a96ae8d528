import type { Redis } from 'ioredis';
import { StoreRefused } from '../store.ts';

/** The oldest Redis that has GETDEL. */
const oldest = [6, 2] as const;

/**
 * Refuses a Redis that loses what it was given: one that throws keys away when memory runs short (all of ours have an
 * expiry, so every policy but `noeviction` takes them), one that has nothing left after its own restart, a replica.
 *
 * A policy that evicts is let pass while `maxmemory` is 0: then nothing is ever evicted.
 * @param warn told what could not be looked up: managed services often forbid CONFIG, and some INFO
 * @throws {StoreRefused} saying what to set
 */
export async function requireFit(redis: Redis, allowVolatile: boolean, warn: (message: string) => void): Promise<void> {
  const info = await readInfo(redis);
  if (!info) return warn('Redis: INFO is forbidden, so whether it evicts or keeps its data could not be checked.');

  const [major = 0, minor = 0] = (info.get('redis_version') ?? '').split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new StoreRefused(
      `Redis ${info.get('redis_version')} is too old: Postern needs ${oldest.join('.')} or later.`,
    );
  }
  if (info.get('role') === 'slave') {
    throw new StoreRefused('This Redis is a replica and takes no writes: give the address of its primary.');
  }
  if (info.get('cluster_enabled') === '1') {
    throw new StoreRefused(
      'This Redis is a node of a cluster: Postern needs a single primary (with replicas if wished).',
    );
  }
  const policy = info.get('maxmemory_policy');
  if (policy !== 'noeviction' && info.get('maxmemory') !== '0') {
    throw new StoreRefused(
      `This Redis throws keys away when its memory is full (maxmemory-policy ${policy}): sign-ins would break at random. ` +
        'Set "maxmemory-policy noeviction" in redis.conf, or by CONFIG SET, and give caches a Redis of their own.',
    );
  }
  if (info.get('aof_enabled') === '1' || allowVolatile) return;
  const snapshots = await readSnapshots(redis);
  if (snapshots === undefined) {
    return warn(
      'Redis: the append-only file is off, and CONFIG is forbidden, so whether it makes snapshots could not be checked. ' +
        'Without either, its restart ends every sign-in under way and every opaque access token.',
    );
  }
  if (snapshots === '') {
    throw new StoreRefused(
      'This Redis keeps nothing over its restart: its append-only file and its snapshots are both off. ' +
        'Set "appendonly yes" in redis.conf, or by CONFIG SET.',
    );
  }
}

async function readInfo(redis: Redis): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await unlessForbidden(() => redis.info());
  if (text === undefined) return undefined;
  const lines = text
    .split('\r\n')
    .map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)] as const);
  return new Map(lines);
}

/** @returns the snapshot schedule, empty for none; undefined when it may not be asked */
async function readSnapshots(redis: Redis): Promise<string | undefined> {
  const answer = await unlessForbidden(() => redis.config('GET', 'save'));
  return answer && (answer[1] ?? '');
}

/** Whoever may not ask gets an error from the server itself; anything else is a failure. */
async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown command|ERR .*not allowed)/i.test(error.message))
      return undefined;
    throw error;
  }
}
