import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../clients/index.ts';

/** A field's old and new value in one line; of a list what goes and what comes, a line each. */
export function differenceInWords(difference: Difference): string[] {
  const { field, before, after } = difference;
  // A secret has neither: it is never shown.
  if (before === undefined && after === undefined) return [`${field}: another one`];
  if (Array.isArray(before ?? after) && Array.isArray(after ?? before)) {
    const [old, next] = [listOf(before), listOf(after)];
    const gone = old.filter((one) => !next.some((other) => isDeepStrictEqual(one, other)));
    const come = next.filter((one) => !old.some((other) => isDeepStrictEqual(one, other)));
    if (gone.length + come.length === 0) return [`${field}: in another order`];
    return [`${field}:`, ...gone.map((one) => `  - ${plain(one)}`), ...come.map((one) => `  + ${plain(one)}`)];
  }
  if (!('before' in difference)) return [`${field}: ${plain(after)}`];
  return [`${field}: ${plain(before)} → ${after === undefined ? 'the default' : plain(after)}`];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** As JSON, which leaves no character that would move a terminal. */
const plain = (value: unknown): string => JSON.stringify(value);
