import { Redis } from 'ioredis';
import { StoreUnavailable } from '../store.ts';

/** How long to wait for a connection, and for the next answer of a server that owes one, in milliseconds. */
const connectTimeout = 5000;
const answerTimeout = 3000;
/** The longest pause before trying to connect again, in milliseconds. */
const longestPause = 500;

/** Compares and sets in one step, and leaves the expiry as it is. */
const replaceScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1`;

/** When a key ends, in milliseconds since the epoch. Redis 6.2 has no command for that. */
const endOf = `
local left = redis.call('PTTL', KEYS[1])
local now = redis.call('TIME')
local ends = now[1] * 1000 + math.floor(now[2] / 1000) + left`;

/** Counts, and gives the counter its end with the first step: it must not live for ever after a crash in between. */
const incrementScript = `
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
${endOf}
return {count, ends, left}`;

/**
 * Takes back from the counter that ends then, and from no later one. The two clocks that the end is computed from may be
 * a few milliseconds apart; two counters of one key end at least a second apart.
 */
const decrementScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
${endOf}
if math.abs(ends - ARGV[2]) > 500 then return 0 end
redis.call('DECRBY', KEYS[1], ARGV[1])
return 1`;

const countScript = `
local count = redis.call('GET', KEYS[1])
if not count then return false end
${endOf}
return {tonumber(count), ends, left}`;

/**
 * Answers the mark of the run, and begins a new run when there is none, or it is of another process of the server: one
 * that was started again or took over may lack what was last put, though it still has the mark.
 */
const runScript = `
local info = redis.pcall('INFO', 'server')
local process = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or 'unknown'
local run = redis.call('GET', KEYS[1])
if run and string.sub(run, 1, #process + 1) == process .. '.' then return run end
run = process .. '.' .. ARGV[1]
redis.call('SET', KEYS[1], run)
return run`;

export type RedisCount = readonly [count: number, ends: number, left: number];

/** A connection with the scripts on it. */
export interface RedisConnection extends Redis {
  replaceExact(key: string, expected: string, next: string): Promise<number>;
  /** @returns the count, when it ends in milliseconds since the epoch, and the milliseconds left */
  incrementUntil(key: string, by: number, milliseconds: number): Promise<RedisCount>;
  /** @returns 1 if the counter was still there */
  decrementEnding(key: string, by: number, ends: number): Promise<number>;
  countUntil(key: string): Promise<RedisCount | null>;
  currentRun(key: string, fresh: string): Promise<string>;
}

/**
 * Connects. Nothing is ever sent twice: it is not known whether a command whose answer got lost was carried out, and
 * a `take` asked again would answer that there was nothing.
 * @throws {StoreUnavailable}
 */
export async function connect(url: string): Promise<RedisConnection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout,
    socketTimeout: answerTimeout,
    disconnectTimeout: longestPause,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 50, longestPause),
    // After a failover this end may still talk to what is now a replica.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    // What one turn of the event loop asks for goes out in one packet: half the work for both ends.
    enableAutoPipelining: true,
  });
  // Each command reports its own failure; without a listener the driver would print these to the console.
  redis.on('error', () => undefined);
  redis.defineCommand('replaceExact', { numberOfKeys: 1, lua: replaceScript });
  redis.defineCommand('incrementUntil', { numberOfKeys: 1, lua: incrementScript });
  redis.defineCommand('decrementEnding', { numberOfKeys: 1, lua: decrementScript });
  redis.defineCommand('countUntil', { numberOfKeys: 1, lua: countScript });
  redis.defineCommand('currentRun', { numberOfKeys: 1, lua: runScript });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new StoreUnavailable('Redis does not answer', { cause: error });
  }
  return redis as RedisConnection;
}

/** Lets what was sent be answered, then ends the connection. */
export async function disconnect(redis: Redis): Promise<void> {
  await redis.quit().catch(() => redis.disconnect());
}
