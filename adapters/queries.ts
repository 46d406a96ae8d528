import type { AnyCollection } from './store.ts';

/** @throws {TypeError} for a field without an index: such a search would grow with the number of documents */
export function requireFindable({ name, unique = [], indexes = [] }: AnyCollection, field: string): void {
  if (!unique.includes(field) && !indexes.includes(field)) throw new TypeError(`${name}.${field} has no index`);
}

/** @throws {TypeError} for a field that is not named in `due` */
export function requireDue({ name, due = [] }: AnyCollection, field: string): void {
  if (!due.includes(field)) throw new TypeError(`${name}.${field} is not a due field`);
}

/** @throws {RangeError} unless the limit is a whole number from 1 to 1,000 */
export function requireLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new RangeError('a limit is from 1 to 1,000');
}

/** @throws {RangeError} unless a counter moves by a whole number of at least 0 */
export function requireStep(by: number): void {
  if (!Number.isSafeInteger(by) || by < 0) throw new RangeError('a counter moves by a whole number of at least 0');
}

/** @throws {RangeError} unless the time to live, in seconds, is at least 1 */
export function requireTtl(ttl: number): void {
  if (!Number.isFinite(ttl) || ttl < 1) throw new RangeError('a time to live is at least 1 second');
}
