declare const seconds: unique symbol;
declare const milliseconds: unique symbol;

/** A time since the epoch or a duration, in seconds. */
export type Seconds = number & { readonly [seconds]?: true };
/** A time since the epoch or a duration, in milliseconds. */
export type Milliseconds = number & { readonly [milliseconds]?: true };

/** The one clock. It is passed in, so that every lifetime can be tested. */
export interface Clock {
  /** Seconds since the epoch, whole. */
  now(): Seconds;
}

/**
 * By how much the clocks of two nodes may differ. What compares times that two nodes took allows for it: an end reaches
 * what began that much later by its own clock, a retry may come that much before the rotation.
 */
export const clocksApart: Seconds = 30;

export const systemClock: Clock = { now: () => Math.floor(Date.now() / 1000) };
