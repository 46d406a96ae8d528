import type { Collection, Document } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import type { Sighting } from '../tokens/index.ts';

/** Where somebody was, as far as it is kept: no address. */
export type Whereabouts = Pick<Sighting, 'at' | 'country' | 'city' | 'coordinates'>;

/**
 * What an account's sign-ins were like: one record an account, its id the account's, of one size however often it is
 * used. Nothing here says when somebody signed in but for the last time.
 */
export interface Habits extends Document {
  /** The last sign-in whose place was known. */
  readonly last?: Whereabouts;
  /** Countries of sign-ins, the one of the last first. */
  readonly countries: readonly string[];
  /** How many sign-ins there were in each hour of the day (UTC), 24 numbers; those of long ago count less. */
  readonly hours: readonly number[];
  /** What the owner was told of sign-ins that proved too little to become habits: a few, the oldest are forgotten. */
  readonly told?: readonly string[];
  /** When it is forgotten, unless the account is used. */
  readonly removeAt: Seconds;
}

export const habitsCollection: Collection<Habits> = { name: 'habits', due: ['removeAt'] };

/** Of an account that nobody used for this long nothing is known any more, as of its devices. */
const kept: Seconds = 400 * 24 * 3600;
/** Countries that are remembered: of more than that the one of longest ago is new again. */
const mostCountries = 12;
/** Counted sign-ins from which on all counts are halved: what somebody did years ago is no habit. */
const mostCounted = 200;

/** Hour of the day in UTC: what somebody's own clock shows is not known. */
export const hourOf = (at: Seconds): number => Math.floor(at / 3600) % 24;

/** The habits after one more sign-in. */
export function habitsAfter(before: Pick<Habits, 'last' | 'countries' | 'hours'> | undefined, seen: Whereabouts) {
  const { at, country, city, coordinates } = seen;
  const { countries = [], hours = Array.from({ length: 24 }, () => 0), last } = before ?? {};
  const counted = hours.map((count, hour) => (hour === hourOf(at) ? count + 1 : count));
  const isFull = sum(counted) >= mostCounted;
  const where = {
    at,
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    ...(coordinates && { coordinates }),
  };
  const latest = country === undefined && !coordinates ? last : where;
  return {
    ...(latest && { last: latest }),
    countries:
      country === undefined
        ? countries
        : [country, ...countries.filter((one) => one !== country)].slice(0, mostCountries),
    hours: isFull ? counted.map((count) => Math.floor(count / 2)) : counted,
    removeAt: at + kept,
  };
}

/** Of more than that the owner is told once more. */
const mostTold = 16;

/** What stands for a signal among what was told: nobody is told of the same country each day. */
export const markOf = ({ kind, to }: { readonly kind: string; readonly to: string }): string => `${kind} ${to}`;

/** The habits, with what the owner was told since. */
export const telling = (habits: Habits, marks: readonly string[]): Habits => ({
  ...habits,
  told: [...(habits.told ?? []).filter((mark) => !marks.includes(mark)), ...marks].slice(-mostTold),
});

export const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
