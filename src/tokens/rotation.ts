import type { Seconds } from '../clock.ts';
import type { Family, Sender } from './family.ts';

/** A client's rule for its refresh tokens. Lifetimes in seconds. */
export interface RefreshPolicy {
  readonly rotation: 'always' | 'never' | 'unless-sender-constrained';
  /** How long after a rotation the same sender gets the same successor again. */
  readonly reuseInterval: Seconds;
  /** Ends when not used for this long. */
  readonly idle: Seconds;
  /** Ends in any case after this long. */
  readonly absolute: Seconds;
  readonly survivesSignOut: boolean;
}

export type Decision =
  /** The current generation: it may move on. */
  | 'rotate'
  /** The generation just rotated, by the same sender within the interval: the same successor again. */
  | 'repeat'
  /** An old generation: somebody has a copy. */
  | 'reuse'
  /** A generation that this store has not made: it went back in time. */
  | 'ahead';

/**
 * What presenting a generation means (RFC 9700 §4.14.2). A pure rule: the caller does the compare-and-set.
 *
 * @param presented generation of an authentic token, ≥ 1
 */
export function decideRotation(
  family: Pick<Family, 'generation' | 'rotatedAt' | 'sender'>,
  presented: number,
  policy: Pick<RefreshPolicy, 'reuseInterval'>,
  sender: Sender,
  now: Seconds,
): Decision {
  if (presented > family.generation) return 'ahead';
  if (presented === family.generation) return 'rotate';
  const retried =
    presented === family.generation - 1 &&
    family.rotatedAt !== undefined &&
    // Without a window there is none, not even the rest of the second that the clock counts by.
    policy.reuseInterval > 0 &&
    now - family.rotatedAt <= policy.reuseInterval &&
    sameSender(family.sender, sender);
  return retried ? 'repeat' : 'reuse';
}

/**
 * Whether two requests came from one sender: by the strongest thing the family is bound to. The address is no part of
 * it, because a response is often lost just when the network changes.
 */
export function sameSender(bound: Sender, sender: Sender): boolean {
  if (bound.jkt !== undefined) return bound.jkt === sender.jkt;
  if (bound.x5t !== undefined) return bound.x5t === sender.x5t;
  if (bound.authenticated) return sender.authenticated;
  return bound.userAgent === sender.userAgent;
}

/** Whether a refresh by this client moves the family on. */
export function rotates(policy: Pick<RefreshPolicy, 'rotation'>, sender: Sender): boolean {
  switch (policy.rotation) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'unless-sender-constrained':
      return sender.jkt === undefined && sender.x5t === undefined;
  }
}
