import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../adapters/open.ts';
import type { AnyCollection, Store } from '../../adapters/store.ts';
import { testClock } from './clock.ts';

export interface TemporaryStore {
  readonly store: Store;
  /** The store's clock: what expires does so when it is moved. */
  readonly clock: ReturnType<typeof testClock>;
  readonly directory: string;
  /** Closes the store and removes its files. */
  remove(): Promise<void>;
}

/** A real store in SQLite in a directory of its own. */
export async function temporaryStore(
  collections: readonly AnyCollection[],
  clock: TemporaryStore['clock'] = testClock(),
): Promise<TemporaryStore> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-store-'));
  const store = await openStore(
    { kind: 'sqlite', directory },
    { collections, migrations: [], now: () => clock.now(), warn: () => undefined },
  );
  return {
    store,
    clock,
    directory,
    async remove() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
