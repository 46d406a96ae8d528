import { setTimeout as wait } from 'node:timers/promises';
import { Duplicate, change, type Collection, type Document, type Documents } from '../adapters/store.ts';
import type { Milliseconds } from './clock.ts';

/** Its revision is the version: one compare-and-set a step. */
type VersionRecord = Document;

export const versionCollection: Collection<VersionRecord> = { name: 'versions' };

/** The one number that says whether anything of a kind has changed, on any node. */
export interface Version {
  /**
   * The version as of now, or as of a read that began less than `staleness` ago.
   * @throws {StoreUnavailable}
   */
  current(): Promise<number>;
  /** Tells every node of a change that was made. Resolves when no node goes by what was before. @throws {StoreUnavailable} */
  step(): Promise<void>;
}

/**
 * @param id what it is the version of
 * @param staleness for how many milliseconds requests share one read. With 0 only what runs before the event loop takes
 * in anything new shares it: whatever is worked on till then had arrived before the read.
 */
export function createVersion(documents: Documents, id: 'catalogue' | 'bans', staleness: Milliseconds): Version {
  const read = async () => (await documents.get(versionCollection, id))?.revision ?? 0;
  let shared: { readonly began: number; readonly version: Promise<number> } | undefined;

  function begin(now: number): Promise<number> {
    const reading = { began: now, version: read() };
    shared = reading;
    const forget = () => {
      if (shared === reading) shared = undefined;
    };
    reading.version.catch(forget);
    if (staleness === 0) process.nextTick(forget);
    return reading.version;
  }

  return {
    current() {
      if (staleness === 0) return shared?.version ?? begin(0);
      const now = performance.now();
      // Counted from when the read began, not from when it was answered: it may not know of what came in between.
      return shared && now - shared.began < staleness ? shared.version : begin(now);
    },

    async step() {
      try {
        await increment();
      } finally {
        // Whoever made the change goes by it at once.
        shared = undefined;
      }
      // A little longer: timers may fire a millisecond early, and no two clocks run alike.
      if (staleness > 0) await wait(Math.ceil(staleness * 1.1));
    },
  };

  async function increment(): Promise<void> {
    const stepped = await change(documents, versionCollection, id, (current) => ({ ...current }));
    if (stepped) return;
    await documents.insert(versionCollection, { id }).catch((error: unknown) => {
      if (!(error instanceof Duplicate)) throw error;
      return change(documents, versionCollection, id, (current) => ({ ...current }));
    });
  }
}
