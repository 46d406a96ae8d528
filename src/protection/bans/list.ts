import { LRUCache } from 'lru-cache';
import { everyDocument, StoreUnavailable, type Documents } from '../../../adapters/store.ts';
import type { Clock, Milliseconds } from '../../clock.ts';
import type { Version } from '../../version.ts';
import { networksByAddress } from '../../whereabouts/index.ts';
import { banCollection, isInForce, type Ban } from './ban.ts';

interface Known {
  readonly version: number;
  readonly bansOf: (address: string) => readonly Ban[];
}

/** Addresses that come again and again are not taken apart each time. */
const remembered = 10_000;

const none: readonly Ban[] = [];

/**
 * All bans, in memory: asked with every request, and read again when the version says that one has changed.
 *
 * A store that is down, or slow, says nothing new: what is known stays in force, and whatever needs the store is refused
 * by itself.
 */
export function createBanList(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly version: Pick<Version, 'current'>;
  /** For how long a look is gone by, and how long it may take, in milliseconds. */
  readonly staleness: Milliseconds;
}) {
  const { documents, clock, version, staleness } = options;
  let known: Known | undefined;
  let freshUntil = 0;
  let looking: Promise<Known> | undefined;

  async function load(at: number): Promise<Known> {
    const bans: (readonly [string, Ban])[] = [];
    for await (const ban of everyDocument(documents, banCollection)) bans.push([ban.id, ban]);
    if (bans.length === 0) return { version: at, bansOf: () => none };
    const find = networksByAddress(bans);
    const cache = new LRUCache<string, readonly Ban[]>({ max: remembered });
    const bansOf = (address: string): readonly Ban[] => {
      let found = cache.get(address);
      if (!found) cache.set(address, (found = find(address)));
      return found;
    };
    return { version: at, bansOf };
  }

  async function look(): Promise<Known> {
    // Counted from when the look began: it may not know of what came in between.
    const began = performance.now();
    try {
      const current = await within(staleness, version.current());
      if (known?.version !== current) known = await load(current);
      freshUntil = began + staleness;
      return known;
    } catch (error) {
      if (!known) throw error;
      freshUntil = performance.now() + staleness;
      return known;
    } finally {
      looking = undefined;
    }
  }

  const inForce = ({ bansOf }: Known, address: string): Ban | undefined => {
    const found = bansOf(address);
    if (found.length === 0) return undefined;
    const now = clock.now();
    const all = found.filter((ban) => isInForce(ban, now));
    // A rule's for a part of what an admin banned takes nothing away from that.
    return all.find(({ by }) => by === 'admin') ?? all[0];
  };

  return {
    /** The ban that an address is under now, an admin's first: at once, where there was a look just before. */
    find(address: string): Ban | undefined | Promise<Ban | undefined> {
      if (known && performance.now() < freshUntil) return inForce(known, address);
      looking ??= look();
      return looking.then((looked) => inForce(looked, address));
    },
  };
}

/** @throws {StoreUnavailable} when it takes longer than so many milliseconds */
async function within<T>(limit: Milliseconds, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable('the bans could not be looked at in time')), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
