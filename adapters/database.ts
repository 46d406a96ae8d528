import type { AnyCollection, Documents, Ephemera, Store } from './store.ts';

/** A database that is connected, and not yet known to be fit: what opening a store works with. */
export interface Database extends Omit<Store, 'check'> {
  /** What the database is called in messages. */
  readonly name: string;
  /** Makes the tables that are missing. */
  createTables(collections: readonly AnyCollection[]): Promise<void>;
  /** Makes the indexes that are missing. @throws {StoreRefused} when what is stored does not allow one */
  createIndexes(collections: readonly AnyCollection[]): Promise<void>;
  /** The same database over connections of their own: a race through one connection proves nothing. */
  rivals(): Promise<Rivals>;
}

export interface Rivals {
  readonly documents: readonly [Documents, ...Documents[]];
  readonly ephemera: readonly [Ephemera, ...Ephemera[]];
  close(): Promise<void>;
}
