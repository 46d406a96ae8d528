import { randomBytes } from 'node:crypto';
import { StoreUnavailable, type Ephemera, type Run } from '../store.ts';
import { connect, disconnect } from './connection.ts';
import { RedisEphemera } from './ephemera.ts';
import { requireFit } from './fitness.ts';

/** How many connections race against each other when the server is put to the proof. */
const rivalConnections = 4;

export interface RedisServer {
  readonly ephemera: Ephemera;
  /** See `Store.ephemeraRun`. */
  run(): Promise<Run>;
  queued(): number;
  /** The same ephemera over connections of their own. */
  rivals(): Promise<{ readonly ephemera: readonly [Ephemera, ...Ephemera[]]; close(): Promise<void> }>;
  close(): Promise<void>;
}

/**
 * Connects to a Redis that keeps what it is given.
 * @param now seconds since the epoch
 * @throws {StoreUnavailable} when it does not answer
 * @throws {StoreRefused} when it evicts or keeps nothing
 */
export async function connectRedis(
  url: string,
  options: { readonly allowVolatile: boolean; now(): number; warn(message: string): void },
): Promise<RedisServer> {
  const redis = await connect(url);
  try {
    await requireFit(redis, options.allowVolatile, options.warn);
  } catch (error) {
    await disconnect(redis);
    throw error;
  }
  const ephemera = new RedisEphemera(redis);

  async function run(): Promise<Run> {
    const fresh = `${randomBytes(16).toString('base64url')}.${options.now()}`;
    const current = await redis.currentRun('postern:run', fresh).catch((error: unknown) => {
      throw new StoreUnavailable('Redis did not answer', { cause: error });
    });
    return {
      id: current.slice(0, current.lastIndexOf('.')),
      since: Number(current.slice(current.lastIndexOf('.') + 1)),
    };
  }

  // A run begins with the connection to it, and not with its first question: what is made until then is good in it.
  redis.on('ready', () => void run().catch(() => undefined));
  try {
    await run();
  } catch (error) {
    await disconnect(redis);
    throw error;
  }
  return {
    ephemera,
    run,
    queued: () => ephemera.queued,
    async rivals() {
      const [first, ...others] = await Promise.all([
        connect(url),
        ...Array.from({ length: rivalConnections - 1 }, () => connect(url)),
      ]);
      return {
        ephemera: [new RedisEphemera(first), ...others.map((other) => new RedisEphemera(other))],
        close: async () => void (await Promise.all([first, ...others].map(disconnect))),
      };
    },
    close: () => disconnect(redis),
  };
}
