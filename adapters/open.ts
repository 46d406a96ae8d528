import { proveAtomic } from './atomicity.ts';
import type { Database, StoreLocation, StoreOptions } from './database.ts';
import { migrate, refuseNewerStore, schema } from './migrations.ts';
import { check, clearScratch, scratch } from './scratch.ts';
import type { Store } from './store.ts';

export type { StoreLocation, StoreOptions };

/**
 * Opens a store that is fit to run on: proves that its steps are atomic, brings it to this program's schema version,
 * and makes the tables and indexes of all collections.
 *
 * @throws {StoreUnavailable} when a database does not answer
 * @throws {StoreRefused} when it answers and cannot be used as it is; the message says how to mend it
 */
export async function openStore(location: StoreLocation, options: StoreOptions): Promise<Store> {
  const { collections, migrations, now } = options;
  const database = await connect(location, options);
  try {
    await database.createTables([schema]);
    await refuseNewerStore(database.documents, migrations);
    await database.createTables([scratch, ...collections]);
    await database.createIndexes([schema, scratch]);
    await prove(database, now());
    await migrate(database.documents, migrations);
    // Last: a migration may have to make the documents fit a new unique index.
    await database.createIndexes(collections);
    // Begun now and not when it is first asked for: the first assertion would be judged older than a run that it began.
    await database.ephemeraRun();
  } catch (error) {
    await database.close();
    throw error;
  }
  const { documents, ephemera, staleness, removalsLast, writesTogether } = database;
  return {
    documents,
    ephemera,
    staleness,
    removalsLast,
    writesTogether,
    sweep: (until) => database.sweep(until),
    check: (limit) => check(database, { now: now(), limit }),
    ephemeraRun: () => database.ephemeraRun(),
    queued: () => database.queued(),
    close: () => database.close(),
  };
}

async function connect(location: StoreLocation, options: StoreOptions): Promise<Database> {
  // Loaded when wanted: with SQLite there is no need for the drivers' memory and start-up time.
  if (location.kind === 'sqlite') {
    const { connectSqlite } = await import('./sqlite/index.ts');
    return connectSqlite(location.directory, options.now);
  }
  const { connectMongodbAndRedis } = await import('./mongodb-redis.ts');
  return connectMongodbAndRedis(location, options);
}

async function prove(database: Database, now: number): Promise<void> {
  await clearScratch(database.documents, now);
  const rivals = await database.rivals();
  try {
    await proveAtomic(database.names, rivals, now);
  } finally {
    await rivals.close();
  }
}
