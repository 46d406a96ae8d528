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

export const systemClock: Clock = { now: () => Math.floor(Date.now() / 1000) };
