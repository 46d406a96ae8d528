import type { Migration } from './migrations.ts';
import type { AnyCollection, Documents, Ephemera, Store } from './store.ts';

/** Where a store is. */
export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly directory: string }
  | {
      readonly kind: 'mongodb+redis';
      /** Names the database too: `mongodb://host/postern`. */
      readonly mongodbUrl: string;
      readonly redisUrl: string;
      /** Runs on a Redis that keeps nothing over its restart. For tests. */
      readonly allowVolatileRedis?: boolean;
    };

export interface StoreOptions {
  /** Every collection that will be used. */
  readonly collections: readonly AnyCollection[];
  readonly migrations: readonly Migration[];
  /** Seconds since the epoch. */
  now(): number;
  /** Told, in words, what could not be made sure of. */
  warn(message: string): void;
}

/** A database that is connected, and not yet known to be fit: what opening a store works with. */
export interface Database extends Omit<Store, 'check'> {
  /** What keeps which, for messages. */
  readonly names: Names;
  /** Makes the tables that are missing. */
  createTables(collections: readonly AnyCollection[]): Promise<void>;
  /** Makes the indexes that are missing. @throws {StoreRefused} when what is stored does not allow one */
  createIndexes(collections: readonly AnyCollection[]): Promise<void>;
  /** The same database over connections of their own: a race through one connection proves nothing. */
  rivals(): Promise<Rivals>;
}

export interface Names {
  readonly documents: string;
  readonly ephemera: string;
}

export interface Rivals {
  readonly documents: readonly [Documents, ...Documents[]];
  readonly ephemera: readonly [Ephemera, ...Ephemera[]];
  close(): Promise<void>;
}
