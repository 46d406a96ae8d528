import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import { StoreUnavailable, type Collection, type Document, type Documents, type Ephemera } from './store.ts';

/** Documents that are written only to see whether and how the database does it. */
export interface Scratch extends Document {
  readonly name?: string;
  /** Seconds since the epoch: what a crash left behind is removed by it. */
  readonly madeAt: number;
}

export const scratch: Collection<Scratch> = { name: 'scratch', unique: ['name'], due: ['madeAt'] };

export const scratchId = (): string => randomBytes(16).toString('base64url');

/** Scratch documents older than this many seconds belong to nobody. */
const abandonedAfter = 3600;

/**
 * Writes, reads and deletes in each database: one that only answers reads would pass a lesser check.
 * @param options.now   seconds since the epoch
 * @param options.limit milliseconds that each may take. Default: as long as it takes
 * @throws {DatabaseUnavailable}
 */
export async function check(
  { documents, ephemera, names }: Pick<Database, 'documents' | 'ephemera' | 'names'>,
  { now, limit }: { readonly now: number; readonly limit?: number | undefined },
): Promise<void> {
  const id = scratchId();
  const checks = [
    [names.documents, checkDocuments(documents, id, now)],
    [names.ephemera, checkEphemera(ephemera, id)],
  ] as const;
  const failures = new Map<string, unknown>();
  await Promise.all(
    checks.map(([name, done]) => within(limit, done).catch((error: unknown) => void failures.set(name, error))),
  );
  if (failures.size > 0) throw new DatabaseUnavailable(failures);
}

/** @throws StoreUnavailable when the promise takes longer than so many milliseconds */
async function within(limit: number | undefined, done: Promise<void>): Promise<void> {
  if (limit === undefined) return done;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(`no answer within ${limit} ms`)), limit);
  });
  try {
    await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function checkDocuments(documents: Documents, id: string, now: number): Promise<void> {
  await documents.insert(scratch, { id, madeAt: now });
  const found = await documents.get(scratch, id);
  const removed = found !== undefined && (await documents.remove(scratch, found));
  if (!removed) throw new StoreUnavailable('a document that was written is not there');
}

async function checkEphemera(ephemera: Ephemera, id: string): Promise<void> {
  await ephemera.put('check', id, id, 60);
  if ((await ephemera.take('check', id)) !== id) throw new StoreUnavailable('an ephemeron that was put is not there');
}

/** Removes scratch documents that a crash left. @param now seconds since the epoch */
export async function clearScratch(documents: Documents, now: number): Promise<void> {
  const left = await documents.due(scratch, 'madeAt', now - abandonedAfter, 1000);
  await Promise.all(left.map((document) => documents.remove(scratch, document)));
}
