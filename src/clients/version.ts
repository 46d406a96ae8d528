import { setTimeout as wait } from 'node:timers/promises';
import { Duplicate, change, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Milliseconds } from '../clock.ts';

/** Its revision is the version: one compare-and-set a step. */
type VersionRecord = Document;

export const versionCollection: Collection<VersionRecord> = { name: 'versions' };

const id = 'catalogue';

/** The one number that says whether any client or API has changed, on any node. */
export interface Version {
  /**
   * The version as of now, or as of a read that began less than `staleness` ago.
   * @throws {StoreUnavailable}
   */
  current(): Promise<number>;
  /** Tells every node of a change that was made. Resolves when no node goes by what was before. @throws {StoreUnavailable} */
  step(): Promise<void>;
}

/** @param staleness for how many milliseconds requests share one read; 0 where a read costs next to nothing */
export function createVersion(documents: Documents, staleness: Milliseconds): Version {
  const read = async () => (await documents.get(versionCollection, id))?.revision ?? 0;
  let shared: { readonly began: number; readonly version: Promise<number> } | undefined;

  return {
    current() {
      if (staleness === 0) return read();
      const now = performance.now();
      // Counted from when the read began, not from when it was answered: it may not know of what came in between.
      if (!shared || now - shared.began >= staleness) {
        const reading = { began: now, version: read() };
        shared = reading;
        reading.version.catch(() => {
          if (shared === reading) shared = undefined;
        });
      }
      return shared.version;
    },

    async step() {
      const stepped = await change(documents, versionCollection, id, (current) => ({ ...current }));
      if (!stepped) {
        await documents.insert(versionCollection, { id }).catch((error: unknown) => {
          if (!(error instanceof Duplicate)) throw error;
          return change(documents, versionCollection, id, (current) => ({ ...current }));
        });
      }
      // A little longer: timers may fire a millisecond early, and no two clocks run alike.
      if (staleness > 0) await wait(Math.ceil(staleness * 1.1));
    },
  };
}
