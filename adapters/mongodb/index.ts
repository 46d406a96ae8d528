import { setTimeout as pause } from 'node:timers/promises';
import type { Db, IndexDescription, MongoClient } from 'mongodb';
import { StoreRefused, StoreUnavailable, type AnyCollection, type Documents } from '../store.ts';
import { connect, isTaken } from './connection.ts';
import { MongodbDocuments } from './documents.ts';
import { patience, watchHeartbeats, type Patience } from './hangs.ts';

/** How many race against each other when the server is put to the proof. */
const rivalCount = 8;

export interface MongodbServer {
  readonly documents: Documents;
  /** Makes the indexes that are missing. @throws {StoreRefused} when two documents hold one unique value */
  createIndexes(collections: readonly AnyCollection[]): Promise<void>;
  queued(): number;
  /** The same documents over a connection pool of their own, several times: each groups only its own inserts. */
  rivals(): Promise<{ readonly documents: readonly [Documents, ...Documents[]]; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** How long to wait before trying once more to connect in place of a driver that hangs, in milliseconds. */
const pauseBeforeNext = 1000;

/**
 * Connects to the database that the URL names, `postern` if it names none, and anew whenever the driver hangs.
 * @throws {StoreUnavailable} when it does not answer
 */
export async function connectMongodb(
  url: string,
  options: { readonly warn: (message: string) => void; readonly patience?: Patience },
): Promise<MongodbServer> {
  const limits = options.patience ?? patience;
  // From before it connects: else a heartbeat that hangs at the beginning is one that nobody saw begin.
  const connectWatched = () =>
    connect(url, {
      watch: (client) => watchHeartbeats(client, limits.heartbeat, () => void (client === watched && renew())),
    });
  let watched: MongoClient | undefined;
  let current = await connectWatched();
  let renewing: Promise<void> | undefined;
  let closed = false;

  const renew = (): void => {
    options.warn('the MongoDB driver hangs: connecting anew');
    renewing ??= connectAnew().finally(() => (renewing = undefined));
  };
  async function connectAnew(): Promise<void> {
    const { client: hung } = current;
    for (let next: typeof current | undefined; !next && !closed;) {
      next = await connectWatched().catch(() => void undefined);
      if (next) goBy(next);
      else await pause(pauseBeforeNext);
    }
    // Not waited for: what hangs may do so here too.
    void hung.close().catch(() => undefined);
  }
  function goBy(next: typeof current): void {
    current = next;
    watched = next.client;
    documents.use(next.db);
  }

  const documents = new MongodbDocuments(current.db, { patience: limits, onHang: renew });
  goBy(current);
  return {
    documents,
    queued: () => documents.queued,
    async createIndexes(collections) {
      // An index over many documents takes minutes, and must not be given up half-way.
      const patient = await connect(url, { patience: 0, connections: 4 });
      try {
        await Promise.all(collections.map((collection) => createIndexes(patient.db, collection)));
      } finally {
        await patient.client.close();
      }
    },
    async rivals() {
      const other = await connect(url, { connections: rivalCount });
      const rivals = Array.from({ length: rivalCount }, () => new MongodbDocuments(other.db));
      return { documents: [documents, ...rivals], close: () => other.client.close() };
    },
    async close() {
      closed = true;
      await renewing;
      await current.client.close();
    },
  };
}

async function createIndexes(db: Db, { name, unique = [], indexes = [], due = [] }: AnyCollection): Promise<void> {
  const wanted: IndexDescription[] = [
    // Sparse and not partial: some servers do not know partial ones, and would refuse a second document without it.
    ...unique.map((field) => ({ name: `unique_${field}`, key: { [field]: 1 }, unique: true, sparse: true })),
    ...[...indexes, ...due].map((field) => ({
      name: `find_${field}`,
      key: { [field]: 1 as const, _id: 1 as const },
      partialFilterExpression: { [field]: { $exists: true } },
    })),
  ];
  if (wanted.length === 0) return;
  try {
    await db.collection(name).createIndexes(wanted);
  } catch (error) {
    if (!isTaken(error)) throw new StoreUnavailable(`MongoDB cannot make the indexes of ${name}`, { cause: error });
    throw new StoreRefused(`MongoDB cannot make an index of ${name}: two documents hold one unique value`, {
      cause: error,
    });
  }
}
