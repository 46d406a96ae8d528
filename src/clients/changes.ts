import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Applies a JSON Merge Patch (RFC 7396): objects merge, lists are replaced, null takes a field back to its default. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged = new Map(Object.entries(isFields(target) ? target : {}));
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else merged.set(field, mergePatch(merged.get(field), value));
  }
  return Object.fromEntries(merged);
}

/** The names of the fields in which two declarations differ. */
export function differences(before: Fields, after: Fields): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => !isDeepStrictEqual(before[field], after[field])).sort();
}

/** A field in which two declarations differ, with what each says; `before` or `after` is not there where it says nothing. */
export interface Difference {
  /** As in `refresh.idle`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** How two declarations differ, by fields within fields; lists are taken as a whole. */
export function differencesIn(before: Fields, after: Fields, within = ''): Difference[] {
  return differences(before, after).flatMap((name): Difference[] => {
    const [old, next] = [before[name], after[name]];
    const field = `${within}${name}`;
    // One that is not there is told with all that it is made of.
    const inside = [old, next].filter((value) => value !== undefined);
    if (inside.every(isFields)) {
      const found = differencesIn(isFields(old) ? old : {}, isFields(next) ? next : {}, `${field}.`);
      if (found.length > 0) return found;
    }
    return [{ field, ...(old !== undefined && { before: old }), ...(next !== undefined && { after: next }) }];
  });
}
