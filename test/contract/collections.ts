import type { Collection, Document } from '../../adapters/store.ts';

/** What the contract is tried with: a document with something of everything. */
export interface Person extends Document {
  readonly email?: string | undefined;
  readonly phone?: string;
  readonly team?: string;
  readonly seenAt?: number;
  readonly leavesAt?: number;
  readonly content?: unknown;
}

export const people: Collection<Person> = {
  name: 'people',
  unique: ['email', 'phone'],
  indexes: ['team'],
  due: ['seenAt', 'leavesAt'],
};

/** The same, written where the last moments may be lost to a power cut. */
export const visits: Collection<Person> = { ...people, name: 'visits', durability: 'recent' };

export const collections = [people, visits];
