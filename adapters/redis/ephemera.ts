import { requireStep, requireTtl } from '../queries.ts';
import { StoreUnavailable, type Count, type Ephemera } from '../store.ts';
import type { RedisConnection, RedisCount } from './connection.ts';

/** Ephemera as keys that expire by themselves. Each method is one command or one script, which Redis runs in one step. */
export class RedisEphemera implements Ephemera {
  readonly #redis: RedisConnection;
  #waiting = 0;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  /** How many commands wait for their answer. */
  get queued(): number {
    return this.#waiting;
  }

  async put(kind: string, key: string, value: string, ttl: number): Promise<void> {
    await this.#answer(this.#redis.set(keyOf(kind, key), value, 'PX', milliseconds(ttl)));
  }

  async get(kind: string, key: string): Promise<string | undefined> {
    return (await this.#answer(this.#redis.get(keyOf(kind, key)))) ?? undefined;
  }

  async take(kind: string, key: string): Promise<string | undefined> {
    return (await this.#answer(this.#redis.getdel(keyOf(kind, key)))) ?? undefined;
  }

  async putIfAbsent(kind: string, key: string, value: string, ttl: number): Promise<boolean> {
    return (await this.#answer(this.#redis.set(keyOf(kind, key), value, 'PX', milliseconds(ttl), 'NX'))) === 'OK';
  }

  async replace(kind: string, key: string, expected: string, next: string): Promise<boolean> {
    return (await this.#answer(this.#redis.replaceExact(keyOf(kind, key), expected, next))) === 1;
  }

  async increment(kind: string, key: string, ttl: number, by = 1): Promise<Count> {
    requireStep(by);
    return countOf(await this.#answer(this.#redis.incrementUntil(keyOf(kind, key), by, milliseconds(ttl))));
  }

  async decrement(kind: string, key: string, ends: number, by = 1): Promise<boolean> {
    requireStep(by);
    return (await this.#answer(this.#redis.decrementEnding(keyOf(kind, key), by, Math.round(ends * 1000)))) === 1;
  }

  async count(kind: string, key: string): Promise<Count | undefined> {
    const found = await this.#answer(this.#redis.countUntil(keyOf(kind, key)));
    return found ? countOf(found) : undefined;
  }

  async remove(kind: string, key: string): Promise<void> {
    await this.#answer(this.#redis.del(keyOf(kind, key)));
  }

  async #answer<T>(answer: Promise<T>): Promise<T> {
    this.#waiting++;
    try {
      return await answer;
    } catch (error) {
      throw new StoreUnavailable('Redis did not answer', { cause: error });
    } finally {
      this.#waiting--;
    }
  }
}

/** Whatever ends in this very millisecond has not ended yet. */
const countOf = ([count, ends, left]: RedisCount): Count => ({
  count,
  ends: ends / 1000,
  left: Math.max(left, 0) / 1000,
});

const keyOf = (kind: string, key: string): string => `postern:${kind}:${key}`;

function milliseconds(ttl: number): number {
  requireTtl(ttl);
  return Math.ceil(ttl * 1000);
}
