/** A part of a list, and where the next one begins; nowhere after the last. */
interface Part<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/**
 * Reads a list to its end, part by part: who runs an installation wants to see everything at once.
 * @param read the part after a cursor
 */
export async function readParts<T>(read: (from: { readonly after?: string }) => Promise<Part<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let after: string | undefined; ;) {
    const { rows, next } = await read(after === undefined ? {} : { after });
    all.push(...rows);
    if (next === undefined) return all;
    after = next;
  }
}

const limit = 500;

/** The same of a list that goes on after the id of the last one that was read. */
export const readAll = <T extends { readonly id: string }>(
  list: (page: { readonly limit: number; readonly after?: string }) => Promise<readonly T[]>,
): Promise<T[]> =>
  readParts(async (from) => {
    const rows = await list({ limit, ...from });
    return { rows, next: rows.length < limit ? undefined : rows.at(-1)?.id };
  });
