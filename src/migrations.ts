import type { Migration } from '../adapters/migrations.ts';

/**
 * How a store of an older program becomes one of this program, oldest first. A released migration is never changed: a
 * new one is added after it.
 */
export const migrations: readonly Migration[] = [];
