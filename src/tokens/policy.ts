import type { Seconds } from '../clock.ts';

/** What a client wants done about a change, the mildest first. */
export const changeActions = ['allow', 'notify', 'step-up', 'revoke'] as const;
export type ChangeAction = (typeof changeActions)[number];

/** What may have changed between two uses of a family. */
export const changeKinds = ['userAgent', 'system', 'country', 'speed', 'appVersion'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/**
 * What each change does. `userAgent`: another browser or program; `system`: another operating system; `country`: another
 * country; `speed`: farther away than an airliner could have come since; `appVersion`: an older version of the app.
 */
export type ChangeRules = Readonly<Record<ChangeKind, ChangeAction>>;

/** On at most so many devices one account may be signed in to one client, and what one more does. */
export interface DeviceLimit {
  readonly most: number;
  /** `end-oldest`: the device used longest ago is signed out. `refuse-new`: the new one gets nothing. */
  readonly beyond: 'end-oldest' | 'refuse-new';
}

/** A client's rule for its refresh tokens. Durations in seconds. */
export interface RefreshPolicy {
  readonly rotation: 'always' | 'never' | 'unless-sender-constrained';
  /** How long after a rotation the same sender gets the same successor again: two tabs at once, a lost response. */
  readonly reuseInterval: Seconds;
  /** Ends when not used for this long. */
  readonly idle: Seconds;
  /** Ends in any case after this long. */
  readonly absolute: Seconds;
  /** Whether the app stays signed in when the session of the browser that it came from ends. */
  readonly survivesSignOut: boolean;
  readonly changes: ChangeRules;
  /** Absent: as many as people like. */
  readonly devices?: DeviceLimit;
}

/**
 * The longest `reuseInterval` where a sender proves nothing: whoever copies its requests looks like it (RFC 9700
 * §4.14.2).
 */
export const unprovenReuseInterval: Seconds = 10;
