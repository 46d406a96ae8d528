import { randomBytes } from 'node:crypto';
import { Duplicate, StoreRefused, StoreUnavailable, type Documents } from '../../adapters/store.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import { requireEpoch } from './epoch.ts';
import type { Ring } from './master.ts';
import { seenWithin } from './phase.ts';
import {
  boxOf,
  idOf,
  isOfSeries,
  keyCollection,
  numberOf,
  openKey,
  type Key,
  type KeyRecord,
  type Series,
} from './record.ts';
import { seal } from './seal.ts';
import { generatePrivateKey, signingAlgorithms } from './signing.ts';

/** A key that is not known makes a node look again at most this often. */
const lookAgainAfter: Milliseconds = 1000;

/** The keys of an installation as this node last saw them. */
export interface Keyring {
  /** All that are not dropped, newest first within a series. Another array once one of them has changed. */
  readonly keys: readonly Key[];
  /** The number of the next key of a series: none is given twice, not that of a dropped key either. */
  nextNumber(series: Series): number;
  /**
   * Whether there is a look to wait for: undefined while what was last seen is recent enough. A node that goes by it
   * holds to a key that was dropped for `seenWithin` at most.
   * @throws {StoreUnavailable} by the promise
   */
  fresh(): Promise<void> | undefined;
  /** Reads the keys again. @throws {StoreUnavailable} also when the store is no longer this node's to use */
  look(): Promise<void>;
  /** Reads them again because of a key that is not known: seldom, so that whoever sends garbage costs nothing. */
  lookForUnknown(): Promise<void>;
  /**
   * The key of an id. One that is not known is looked for, seldom.
   * @throws {StoreUnavailable} when it is there and no master key of this node opens it
   */
  find(id: string): Promise<Key | undefined>;
}

/**
 * Opens the keys in the store, making the first ones where there are none. Two nodes starting at once end with the same
 * keys: the first ones have fixed ids, and the slower insert gives way.
 * @param warn told of a key that this node cannot open
 * @throws Error when the store was sealed with a master key that is not in the ring
 * @throws {StoreRefused} when the store may not be run as it is, see `requireEpoch`
 */
export async function openKeyring(options: {
  readonly documents: Documents;
  readonly ring: Ring;
  readonly clock: Clock;
  readonly warn: (message: string) => void;
}): Promise<Keyring> {
  const { documents, ring, clock, warn } = options;
  await requireEpoch(documents, ring.epoch);
  await makeFirstKeys(documents, ring, clock);

  let keys: readonly Key[] = [];
  let seen: readonly KeyRecord[] = [];
  let seenAt: Seconds = -Infinity;
  // By a clock that is never set back too.
  let lookedAt: Milliseconds = -Infinity;
  let freshening: Promise<void> | undefined;
  let looks = 0;
  let shown = 0;
  let failed: { readonly error: unknown; readonly at: Milliseconds } | undefined;
  let lookedForUnknown: Milliseconds = -Infinity;
  const locked = new Set<string>();

  async function read(): Promise<void> {
    const turn = (looks += 1);
    const began = clock.now();
    const beganAt = performance.now();
    const records = await documents.find(keyCollection, undefined, { limit: 1000 });
    // After the keys: of a store that is being restored no half is ever taken for the whole.
    await requireEpoch(documents, ring.epoch);
    const opened = await Promise.all(records.map((record) => openOnce(record)));
    const living = opened.filter((key) => key !== undefined).sort((a, b) => b.number - a.number);
    // A look that began later has been faster, and knows more.
    if (turn < shown) return;
    shown = turn;
    seen = records;
    if (living.length !== keys.length || living.some((key, index) => key !== keys[index])) keys = living;
    seenAt = began;
    lookedAt = beganAt;
  }

  /** A key that was opened before is the same object again: what was made from it stays good. */
  async function openOnce(record: KeyRecord): Promise<Key | undefined> {
    const { id, sealed } = record;
    if (!sealed) return undefined;
    const known = keys.find((key) => key.id === id);
    if (known?.master === sealed.master) return known;
    try {
      const key = await openKey(ring.masters, record, sealed);
      locked.delete(id);
      return key;
    } catch (error) {
      if (keys.length === 0) throw error;
      // A node goes on with the keys it has: another one may have got a new master key before this one did.
      if (!locked.has(id)) warn(error instanceof Error ? error.message : String(error));
      locked.add(id);
      return known;
    }
  }

  async function look(): Promise<void> {
    try {
      await read();
      failed = undefined;
    } catch (error) {
      const unavailable = error instanceof StoreRefused ? new StoreUnavailable(error.message, { cause: error }) : error;
      failed = { error: unavailable, at: performance.now() };
      throw unavailable;
    }
  }

  function fresh(): Promise<void> | undefined {
    const age = clock.now() - seenAt;
    const isRecent = performance.now() - lookedAt <= seenWithin * 1000;
    if (age >= 0 && age <= seenWithin && isRecent) return undefined;
    freshening ??= lookUnlessFailed().finally(() => {
      freshening = undefined;
    });
    return freshening;
  }

  /** A store that is down is not asked by every request anew, or each would wait for it. */
  async function lookUnlessFailed(): Promise<void> {
    if (failed && performance.now() - failed.at < lookAgainAfter) throw failed.error;
    await look();
  }

  async function lookForUnknown(): Promise<void> {
    if (performance.now() - lookedForUnknown < lookAgainAfter) return;
    lookedForUnknown = performance.now();
    await look();
  }

  await read();
  return {
    get keys() {
      return keys;
    },
    nextNumber: (series) => nextAfter(seen, series),
    fresh,
    look,
    lookForUnknown,
    async find(id) {
      await fresh();
      const known = keys.find((key) => key.id === id);
      if (known) return known;
      await lookForUnknown();
      if (locked.has(id))
        throw new StoreUnavailable(`the key ${id} is sealed with a master key that is not configured`);
      return keys.find((key) => key.id === id);
    },
  };
}

/** Every series there is. Of each there is a first key from the first start on. */
export const allSeries: readonly Series[] = [
  { purpose: 'mac' },
  { purpose: 'digest' },
  { purpose: 'pepper' },
  { purpose: 'cookie' },
  ...signingAlgorithms.map((algorithm) => ({ purpose: 'signing' as const, algorithm })),
];

/** Makes the secret of a new key. */
export const makeSecret = async ({ algorithm }: Series): Promise<Buffer> =>
  algorithm ? generatePrivateKey(algorithm) : randomBytes(32);

/** The number of the next key of a series. */
const nextAfter = (records: readonly KeyRecord[], series: Series): number =>
  Math.max(0, ...records.filter((record) => isOfSeries(record, series)).map(({ id }) => numberOf(id))) + 1;

async function makeFirstKeys(documents: Documents, ring: Ring, clock: Clock): Promise<void> {
  const records = await documents.find(keyCollection, undefined, { limit: 1000 });
  // By purpose and not by id: the first keys of a series go when their time is over.
  const missing = allSeries.filter(
    ({ purpose, algorithm }) =>
      !records.some((record) => record.purpose === purpose && record.algorithm === algorithm && record.sealed),
  );
  await Promise.all(
    missing.map(async (series) => {
      // After those that were dropped, were it all of them.
      const id = idOf(series, nextAfter(records, series));
      const sealed = seal(ring.masters, boxOf(id), await makeSecret(series));
      await documents
        .insert(keyCollection, { id, ...series, createdAt: clock.now(), sealed })
        .catch((error: unknown) => {
          if (!(error instanceof Duplicate)) throw error;
        });
    }),
  );
}
