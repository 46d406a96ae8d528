import type { Seconds } from '../../clock.ts';

/**
 * A queue is time cut into slots, and a ticket is one of them: it ripens when its slot begins. Since no slot is given
 * twice, any number of tickets are no more tries than one a slot.
 */
export const slotLength: Seconds = 60;

/** For so long a ripe ticket is good. */
export const goodFor: Seconds = 5 * 60;

/** How far ahead one can queue. */
export const slotsAhead = 10;

/** When a slot begins. */
export const ripeAt = (slot: number): Seconds => slot * slotLength;

/** The slots that can be had at a time, the next one first: it begins in one to two minutes. */
export function slotsFrom(now: Seconds): number[] {
  const next = Math.floor(now / slotLength) + 2;
  return Array.from({ length: slotsAhead }, (_, index) => next + index);
}

export type Ripeness =
  { readonly is: 'ripe' } | { readonly is: 'early'; readonly wait: Seconds } | { readonly is: 'void' };

/** What a ticket is good for now. */
export function ripenessOf(slot: number, now: Seconds): Ripeness {
  const wait = ripeAt(slot) - now;
  if (wait > 0) return { is: 'early', wait };
  return -wait < goodFor ? { is: 'ripe' } : { is: 'void' };
}
