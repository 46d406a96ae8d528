import { DatabaseSync } from 'node:sqlite';
import type { Database } from '../database.ts';
import { StoreRefused, StoreUnavailable } from '../store.ts';
import { isUniqueViolation } from './batches.ts';
import { SqliteDocuments } from './documents.ts';
import { SqliteEphemera } from './ephemera.ts';
import { GroupCommit } from './group.ts';
import { inlineWriter, threadWriter } from './writers.ts';
import { Trickle } from './trickle.ts';
import { beginRun, createIndexes, createTables, prepareFile } from './schema.ts';

/** Reads never wait for writers in WAL mode; this is for the moment in which another process opens or recovers. */
const busyTimeout = 250;

/** Of pages that were read, in KiB; taken as it fills. With SQLite's own 2,000 each look for a token goes to the disk's cache. */
const pageCache = 16_000;

/**
 * How long requests share one answer, in milliseconds. A read is cheap, but not the first after a commit, of whichever
 * process: it finds the page cache emptied, and under load that is every one.
 */
const staleness = 10;

/**
 * Opens `<directory>/postern.db`, made if it is not there.
 * @param now seconds since the epoch
 * @throws {StoreUnavailable} when the file cannot be opened
 */
export async function connectSqlite(directory: string, now: () => number): Promise<Database> {
  const { file, run, reader } = attempt(`SQLite cannot open its file in ${directory}`, () => {
    const path = prepareFile(directory);
    return {
      file: path,
      run: beginRun(path, now()),
      reader: openReader(path),
    };
  });
  const trickle = new Trickle(`${file}-wal`, (error) => group.refuse(error));
  const group: GroupCommit = new GroupCommit(threadWriter(file), (operations) => trickle.committed(operations));
  const documents = new SqliteDocuments(reader, group);
  const ephemera = new SqliteEphemera(reader, group, now);

  return {
    names: { documents: 'SQLite', ephemera: 'SQLite' },
    documents,
    ephemera,
    staleness,
    removalsLast: true,
    writesTogether: true,
    sweep: (until) => ephemera.sweep(until),
    ephemeraRun: () => Promise.resolve(run),
    queued: () => group.queued,
    createTables: async (collections) =>
      attempt('SQLite cannot make its tables', () => createTables(file, collections)),
    createIndexes: async (collections) => {
      try {
        createIndexes(file, collections);
      } catch (error) {
        if (!isUniqueViolation(error)) throw new StoreUnavailable('SQLite cannot make its indexes', { cause: error });
        throw new StoreRefused('SQLite cannot make an index: two documents hold one unique value', { cause: error });
      }
    },
    async rivals() {
      const second = new GroupCommit(inlineWriter(file));
      return {
        documents: [documents, new SqliteDocuments(reader, second)],
        ephemera: [ephemera, new SqliteEphemera(reader, second, now)],
        close: () => second.close(),
      };
    },
    async close() {
      await group.close();
      await trickle.close();
      if (reader.isOpen) reader.close();
    },
  };
}

function openReader(file: string): DatabaseSync {
  const reader = new DatabaseSync(file, { readOnly: true, timeout: busyTimeout });
  reader.exec(`PRAGMA cache_size = -${pageCache}`);
  return reader;
}

function attempt<T>(failure: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new StoreUnavailable(failure, { cause: error });
  }
}
