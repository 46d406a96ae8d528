import { MongoClient, type Db } from 'mongodb';
import { StoreUnavailable } from '../store.ts';

/** In milliseconds. Short: a request that waits this long for its store is better answered 503, and tried again. */
const limits = {
  connectTimeoutMS: 5000,
  serverSelectionTimeoutMS: 5000,
  waitQueueTimeoutMS: 5000,
  socketTimeoutMS: 5000,
  // Not another one by the URL: who watches the heartbeats knows how long they may take.
  heartbeatFrequencyMS: 10_000,
};

/** How long the server may work on a search, in milliseconds. */
export const maxTimeMS = 4000;

/**
 * Connects. Reads and writes ask the primary for what a majority of the replica set holds:
 *
 * - A write is answered when a majority has it in its journal, so no failover takes it back. The answer to a write that
 *   lost its race waits likewise for what it lost against, so its sender finds the winner when it reads.
 * - A read with concern `majority` sees every write that was answered and none that may still be taken back. On the
 *   primary this costs nothing. `linearizable` would cost a write with each read, and would only gain that a primary
 *   which has just been cut off, and does not know it yet, answers nothing instead of its last state.
 * - The driver sends a write again once after a failover. A replica set knows it by its number and answers what
 *   happened the first time, so it cannot come back as a duplicate of itself; a server without such numbers is a
 *   single one, to which the driver sends nothing again.
 *
 * `patience` is how long an answer may take, in milliseconds (0 for as long as it takes); `connections` how many there
 * may be at most, each made when it is first needed. `watch` is given the client before it connects.
 * @throws {StoreUnavailable}
 */
export async function connect(
  url: string,
  {
    patience = limits.socketTimeoutMS,
    connections = 20,
    watch = () => undefined,
  }: {
    readonly patience?: number;
    readonly connections?: number;
    readonly watch?: (client: MongoClient) => void;
  } = {},
): Promise<{ readonly client: MongoClient; readonly db: Db }> {
  const client = new MongoClient(url, {
    ...limits,
    socketTimeoutMS: patience,
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 4000 },
    maxPoolSize: connections,
    ignoreUndefined: true,
  });
  watch(client);
  try {
    await client.connect();
    return { client, db: client.db(databaseName(url)) };
  } catch (error) {
    // Not waited for: it is asked after what may hang.
    void client.close().catch(() => undefined);
    throw new StoreUnavailable('MongoDB does not answer', { cause: error });
  }
}

/** The name in the URL's path. The driver's own default would be `test`. */
const databaseName = (url: string): string => /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? 'postern';

/** Whether a unique index refused the write. Every other error leaves open what happened. */
export const isTaken = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === 11000;
