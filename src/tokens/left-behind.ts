import type { Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Ending } from './ending.ts';
import { byUse, familyCollection, type Family } from './family.ts';

/**
 * Sign-ins of one kind that an app keeps on one device: one a tab, for an app that forgets its own when a page is loaded
 * anew, and one a machine, for a command that people sign in to through one browser.
 */
const most = 50;
/** Both kinds in full, and some more: of what a store of before has piled up each sign-in ends a few. */
const looked = 2 * most + 10;

/**
 * Ends what an app has left behind on a device at the next sign-in there, so that whoever signs in time and again does
 * not make all that reads those sign-ins cost more and more.
 *
 * Those that last and those that end with their session are counted apart: an app that acts while nobody is there is
 * not signed out by visits to its site. Not all need be looked at: whatever is not among the last of some is not among
 * the last of all.
 */
export const createLeftBehind =
  (options: {
    readonly documents: Documents;
    readonly lives: (family: Family) => boolean;
    readonly end: Ending['end'];
  }) =>
  /** @param own just inserted: it stays */
  async (own: Family, origin: Origin): Promise<void> => {
    const { documents, lives, end } = options;
    if (own.onDevice === undefined) return;
    const where = { field: 'onDevice', equals: own.onDevice } as const;
    const here = (await documents.find(familyCollection, where, { limit: looked })).filter(lives);
    const [lasting, others] = [true, false].map((lasts) =>
      here.filter(({ survivesSignOut }) => survivesSignOut === lasts),
    );
    const leftBehind = [lasting, others].flatMap((kind = []) => kind.sort(byUse).slice(0, -most));
    await Promise.all(
      leftBehind
        .filter(({ id }) => id !== own.id)
        // Used meanwhile, it is one of the last.
        .map(({ id, last }) => end(id, 'superseded', { origin, onlyIf: (current) => current.last.at === last.at })),
    );
  };
