import { join } from 'node:path';
import { openStore } from '../../adapters/open.ts';
import type { Store } from '../../adapters/store.ts';
import { temporaryStore, type TemporaryStore } from '../support/store.ts';
import { givenEach } from '../support/suite.ts';
import { collections } from './collections.ts';

export interface OpenedSqlite extends TemporaryStore {
  /** The path of the database. */
  readonly file: string;
  /** Opens it once more, as another process does, or one in another directory; the test closes it. */
  open(directory?: string): Promise<Store>;
}

/** SQLite as each test of a suite finds it: opened, with nothing in it, in a directory of its own. */
export const openedSqlite = (): OpenedSqlite =>
  givenEach(
    async () => {
      const temporary = await temporaryStore(collections);
      const options = { collections, migrations: [], now: temporary.clock.now, warn: () => undefined };
      return {
        ...temporary,
        file: join(temporary.directory, 'postern.db'),
        open: (directory = temporary.directory) => openStore({ kind: 'sqlite', directory }, options),
      };
    },
    (opened) => opened.remove(),
  );
