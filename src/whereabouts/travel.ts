import { kilometres, type Place } from './place.ts';

/** Somebody somewhere. */
export interface Seen extends Pick<Place, 'country' | 'city'> {
  /** When, in seconds since the epoch. */
  readonly at: number;
  readonly coordinates?: Place['at'];
}

/** Faster than an airliner, in kilometres an hour. */
const airliner = 1000;
/** Nearer than this says nothing: where an address is, is known roughly. */
const near = 300;

/** Whether nobody gets from the one place to the other in the time between. Where one is not known, nothing is said. */
export function isTooFast(last: Seen, now: Seen): boolean {
  const distance = kilometres(pointOf(last), pointOf(now));
  if (distance === undefined || distance < near) return false;
  // The clocks of two nodes may differ by a little: nobody arrives before they left.
  const elapsed = Math.max(0, now.at - last.at);
  return distance * 3600 > airliner * elapsed;
}

const pointOf = ({ coordinates }: Seen): Place => (coordinates ? { at: coordinates } : {});

/** Where that was, in one short text without a comma. */
export function placeNameOf({ city, country, coordinates }: Omit<Seen, 'at'>): string {
  const name = city ?? country;
  return name?.replaceAll(',', ' ') ?? `${coordinates?.latitude} ${coordinates?.longitude}`;
}
