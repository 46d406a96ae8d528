import { randomBytes } from 'node:crypto';
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
 * @param now seconds since the epoch
 * @throws {StoreUnavailable}
 */
export async function check(documents: Documents, ephemera: Ephemera, now: number): Promise<void> {
  const id = scratchId();
  await Promise.all([checkDocuments(documents, id, now), checkEphemera(ephemera, id)]);
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
