import { shortened, wholeUntil, type AddressPrivacy } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { Family } from './family.ts';

/** An ended family is kept this long, so that late uses of its tokens are still recognised and shown. */
const keptAfterEnd: Seconds = 7 * 24 * 3600;
const day: Seconds = 24 * 3600;

/** When the record of an ended family may go. */
export const goneAt = (endedAt: Seconds): Seconds => endedAt + keptAfterEnd;

/**
 * A family without the addresses whose time is over, and with the time at which the sweeper looks at it again: when it
 * ends unless it is used, when its record may go, when the next address is to be shortened. A refresh moves none of
 * these, so it looks now and then in any case. One that could go and stays is looked at daily.
 */
export function looked<T extends Pick<Family, 'first' | 'last' | 'idleAt' | 'endedAt'>>(
  family: T,
  privacy: AddressPrivacy,
  now: Seconds,
): T & Pick<Family, 'sweepAt'> {
  const first = shortened(privacy, family.first.at, family.first, now);
  const last = shortened(privacy, family.last.at, family.last, now);
  const whole = [first, last].map((sighting) => wholeUntil(privacy, sighting.at, sighting));
  const gone = family.endedAt === undefined ? undefined : goneAt(family.endedAt);
  const over =
    gone === undefined ? Math.min(family.idleAt, now + Math.max(privacy.kept, day)) : gone > now ? gone : now + day;
  return { ...family, first, last, sweepAt: Math.min(over, ...whole) };
}
