import type { Seconds } from '../clock.ts';
import { isOfSeries, type Key, type Series } from './record.ts';

const minute: Seconds = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A node goes by what it last read of the keys for this long at most. */
export const seenWithin: Seconds = 15;

/** A new key is used after this long: by then every node knows it, even one whose clock is behind. */
export const usedAfter: Seconds = minute;

/** A former signing key is shown until all that it signed has expired: no setting lets a token live longer than a day. */
const shownAfter: Seconds = day + hour;

/**
 * How long a former key of a purpose still verifies. A family lives 1,000 days at most, whatever its client's rule was
 * when it began, and a session 400; the engine's short cookies live a day.
 */
const keptAfter: Readonly<Record<Key['purpose'], Seconds>> = {
  mac: 1001 * day,
  signing: 1001 * day,
  cookie: day + hour,
  pepper: Infinity,
  digest: Infinity,
};

/**
 * What a key does at a time:
 * - `next`: it is known and verifies, a signing key is shown, and it is not used yet
 * - `active`: it is used
 * - `published`: a former signing key that is still shown at /jwks
 * - `kept`: a former key that only verifies what comes back to us
 * - `over`: nothing made with it is good any more
 */
export type Phase = 'next' | 'active' | 'published' | 'kept' | 'over';

type Timed = Pick<Key, 'purpose' | 'algorithm' | 'number' | 'usedFrom'>;

/** It follows from the times in the records and the clock: there is no state to change, and none to be left half changed. */
export function phaseOf(key: Timed, all: readonly Timed[], now: Seconds): Phase {
  const siblings = all.filter((other) => isOfSeries(other, key));
  const until = Math.min(...siblings.filter(({ number }) => number > key.number).map(({ usedFrom }) => usedFrom));
  const isFirst = !siblings.some(({ number }) => number < key.number);
  // The oldest there is serves whatever its time says: the clock of the node that made it may have been ahead.
  if (now < until) return now >= key.usedFrom || isFirst ? 'active' : 'next';
  if (key.purpose === 'signing' && now < until + shownAfter) return 'published';
  return now < until + keptAfter[key.purpose] ? 'kept' : 'over';
}

/** The times at which any key's phase changes: between two of them everything stays as it is. */
export function turningPoints(all: readonly Timed[]): Seconds[] {
  return all.flatMap(({ usedFrom, purpose }) => [usedFrom, usedFrom + shownAfter, usedFrom + keptAfter[purpose]]);
}

/**
 * The key of a series that is used now.
 * @param all newest first
 * @throws Error when there is none
 */
export function activeOf<T extends Timed>(series: Series, all: readonly T[], now: Seconds): T {
  let oldest: T | undefined;
  for (const key of all) {
    if (!isOfSeries(key, series)) continue;
    if (key.usedFrom <= now) return key;
    oldest = key;
  }
  if (!oldest) throw new Error(`there is no key for ${series.purpose}`);
  return oldest;
}
