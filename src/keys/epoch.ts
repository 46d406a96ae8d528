import {
  Duplicate,
  StoreRefused,
  change,
  type Collection,
  type Document,
  type Documents,
} from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { keyCollection, type KeyRecord } from './record.ts';

/**
 * What a store says of itself: the epoch that it must be run with at least, and whether a restore of it is unfinished.
 * It stays when everything else is replaced, and is in no backup.
 */
interface EpochRecord extends Document {
  readonly least: number;
  /** Since when a restore is under way, or was cut off. */
  readonly restoringSince?: Seconds | undefined;
  /** Keys that were dropped before a restore, which may bring them back: they stay dropped. */
  readonly dropped?: readonly string[];
}

export const epochCollection: Collection<EpochRecord> = { name: 'epochs' };

const id = 'epoch';

/**
 * Makes sure that nobody runs on what a restore brought back under the epoch of before: every session and token that
 * ended since the backup would live again.
 * @throws {StoreRefused} saying what to do
 */
export async function requireEpoch(documents: Documents, epoch: number): Promise<void> {
  const record = await documents.get(epochCollection, id);
  if (record?.restoringSince !== undefined) {
    throw new StoreRefused('A restore of this store was not finished: run "postern restore" again.');
  }
  if (record && epoch < record.least) {
    throw new StoreRefused(
      `This store may be run with epoch ${record.least} or later only, and this is ${epoch}: what ended with the older one would live again. ` +
        `Set POSTERN_EPOCH=${record.least} on every node (where keys/ring.json in the data folder holds the key: "epoch" in there).`,
    );
  }
}

/** Notes that a node runs with an epoch: none of an older one runs beside it, and none ever again. */
export async function holdEpoch(documents: Documents, epoch: number): Promise<void> {
  const held = await change(documents, epochCollection, id, (record) =>
    record.least < epoch ? { ...record, least: epoch } : undefined,
  );
  if (held) return;
  await documents.insert(epochCollection, { id, least: epoch }).catch((error: unknown) => {
    if (!(error instanceof Duplicate)) throw error;
    return holdEpoch(documents, epoch);
  });
}

/** The epoch that the store must be run with at least, and since when a restore of it is unfinished. */
export async function leastEpoch(documents: Documents): Promise<Pick<EpochRecord, 'least' | 'restoringSince'>> {
  return (await documents.get(epochCollection, id)) ?? { least: 1 };
}

/** Names a key for ever: after a restore its id may be given once more. */
const nameOf = ({ id: key, createdAt }: Pick<KeyRecord, 'id' | 'createdAt'>): string => `${key} ${createdAt}`;

/**
 * Marks the store as being restored: from now on no node runs on it, and never again one of an older epoch.
 * @returns what a key of the backup becomes: one that was dropped since is no key any more, for somebody else may have it
 */
export async function beginRestore(
  documents: Documents,
  least: number,
  now: Seconds,
): Promise<(record: KeyRecord) => KeyRecord> {
  const keys = await documents.find(keyCollection, undefined, { limit: 1000 });
  // Kept with the mark: a restore that is done again finds the keys of the one that was cut off.
  const gone = keys.filter(({ sealed }) => !sealed).map(nameOf);
  const marked = await change(documents, epochCollection, id, (current) => ({
    ...current,
    restoringSince: now,
    least: Math.max(current.least, least),
    dropped: [...new Set([...(current.dropped ?? []), ...gone])],
  }));
  const begun = marked ?? { id, least, restoringSince: now, dropped: gone };
  if (!marked) {
    await documents.insert(epochCollection, begun).catch((error: unknown) => {
      if (error instanceof Duplicate) throw new StoreRefused('Another restore of this store has just begun.');
      throw error;
    });
  }
  const dropped = new Set(begun.dropped);
  return (record) => {
    const { sealed, ...rest } = record;
    return sealed && dropped.has(nameOf(record)) ? { ...rest, droppedAt: now } : record;
  };
}

/** Takes the mark of `beginRestore` away: the store is whole. */
export async function finishRestore(documents: Documents): Promise<void> {
  await change(documents, epochCollection, id, ({ restoringSince: _, ...finished }) => finished);
}
