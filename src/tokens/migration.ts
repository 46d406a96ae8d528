import { change, everyDocument, type Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import { timePrefix } from '../ids.ts';
import { familyCollection, livingKey, type Family } from './family.ts';
import { sightingOf, type Sighting } from './sighting.ts';

/** A family as it was kept when its uses were kept as they were sent. */
interface Before extends Omit<Family, 'began' | 'first' | 'last' | 'sweepAt'> {
  readonly first: Origin;
  readonly last: Origin;
  readonly lastUsedAt: Seconds;
  readonly removeAt: Seconds;
}

/** Makes sightings of the origins in families, and makes those that live to be found. It may run again, and twice. */
export async function keepSightings(documents: Documents): Promise<void> {
  for await (const { id } of everyDocument(documents, familyCollection)) {
    await change(documents, familyCollection, id, (family: Family | Before) =>
      'removeAt' in family ? converted(family) : undefined,
    );
  }
}

function converted({ first, last, lastUsedAt, removeAt, ...family }: Before): Family {
  const { jkt, x5t, authenticated } = family.sender;
  return {
    ...family,
    began: timePrefix(family.createdAt * 1000),
    sender: { authenticated, ...(jkt !== undefined && { jkt }), ...(x5t !== undefined && { x5t }) },
    first: seen(first, family.createdAt),
    last: seen(last, lastUsedAt),
    ...(family.endedAt === undefined ? { living: livingKey(family), sweepAt: family.idleAt } : { sweepAt: removeAt }),
  };
}

/** Where the address is was not asked, and is not asked afterwards: lists of places change. */
const seen = (origin: Origin, at: Seconds): Sighting => sightingOf(origin, { find: () => ({}) }, at);

/** Makes all families that live to be found by their account. It may run again, and twice. */
export async function findSignedIn(documents: Documents): Promise<void> {
  for await (const { id } of everyDocument(documents, familyCollection)) {
    await change(documents, familyCollection, id, (family) =>
      family.endedAt === undefined && family.signedIn === undefined
        ? { ...family, signedIn: family.account }
        : undefined,
    );
  }
}

/** Makes the families that live and go with their session to be found by it. It may run again, and twice. */
export async function findHeld(documents: Documents): Promise<void> {
  for await (const { id } of everyDocument(documents, familyCollection)) {
    await change(documents, familyCollection, id, (family) => {
      const { session, survivesSignOut, endedAt, heldBy } = family;
      const goesWithIt = session !== undefined && !survivesSignOut && endedAt === undefined;
      return goesWithIt && heldBy === undefined ? { ...family, heldBy: session } : undefined;
    });
  }
}

/** Makes the families that live and outlive their session to be found by their account. It may run again, and twice. */
export async function findLasting(documents: Documents): Promise<void> {
  for await (const { id } of everyDocument(documents, familyCollection)) {
    await change(documents, familyCollection, id, (family) =>
      family.survivesSignOut && family.endedAt === undefined && family.lasting === undefined
        ? { ...family, lasting: family.account }
        : undefined,
    );
  }
}
