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

/** Counts, and gives the counter its end with the first step: it must not live for ever after a crash in between. */
const incrementScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

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

/** A connection with the scripts on it. */
export interface RedisConnection extends Redis {
  replaceExact(key: string, expected: string, next: string): Promise<number>;
  incrementUntil(key: string, milliseconds: number): Promise<number>;
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
