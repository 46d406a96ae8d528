import { clocksApart, type Seconds } from '../clock.ts';
import type { Pointer } from '../keys/index.ts';
import type { Family, Sender, Use } from './family.ts';
import { unprovenReuseInterval, type RefreshPolicy } from './policy.ts';

export type Decision =
  /** The current generation: it may move on. */
  | 'rotate'
  /** The generation just rotated, by the same sender within the interval: the same successor again. */
  | 'repeat'
  /** An old generation, or one that was made with another key than ours was: somebody has a copy, or a key. */
  | 'reuse'
  /** A generation that this store has not made: it went back in time. */
  | 'ahead';

/**
 * What presenting a generation means (RFC 9700 §4.14.2). A pure rule: the caller does the compare-and-set.
 *
 * A key that is kept for the families that still go by it is good for those alone: whoever has got hold of one makes no
 * token of a family that has moved on to the next.
 *
 * @param presented of an authentic token, its generation ≥ 1
 */
export function decideRotation(
  family: Pick<Family, 'generation' | 'keyId' | 'formerKeyId' | 'rotatedAt' | 'sender' | 'last'>,
  presented: Pick<Pointer, 'generation' | 'keyId'>,
  policy: Pick<RefreshPolicy, 'reuseInterval'>,
  use: Pick<Use, 'sender' | 'sighting'>,
  now: Seconds,
): Decision {
  const { generation, keyId, formerKeyId = keyId } = family;
  if (presented.generation > generation) return 'ahead';
  if (presented.generation === generation) return presented.keyId === keyId ? 'rotate' : 'reuse';
  const interval = reuseIntervalOf(family.sender, policy);
  const retried =
    presented.generation === generation - 1 &&
    presented.keyId === formerKeyId &&
    family.rotatedAt !== undefined &&
    // Without a window there is none, not even the rest of the second that the clock counts by.
    interval > 0 &&
    isWithin(now - family.rotatedAt, interval) &&
    isSameSender(family, use);
  return retried ? 'repeat' : 'reuse';
}

/** A clock that was set back would hold the window open for as long as it was set back by. */
const isWithin = (passed: Seconds, interval: Seconds): boolean => passed + clocksApart >= 0 && passed <= interval;

/** Whatever the client's rule says, who proves nothing gets the short window: the rule may be older than its check. */
const reuseIntervalOf = (sender: Sender, { reuseInterval }: Pick<RefreshPolicy, 'reuseInterval'>): Seconds =>
  isSenderConstrained(sender) || sender.authenticated ? reuseInterval : Math.min(reuseInterval, unprovenReuseInterval);

/**
 * Whether a request comes from who made the last one: by the strongest thing the family is bound to. Where that is
 * nothing, by what the last request looked like. The address is no part of it, because a response is often lost just
 * when the network changes; and no version of a browser, which updates itself in between.
 */
export function isSameSender(
  { sender: bound, last }: Pick<Family, 'sender' | 'last'>,
  { sender, sighting }: Pick<Use, 'sender' | 'sighting'>,
): boolean {
  if (bound.jkt !== undefined) return bound.jkt === sender.jkt;
  if (bound.x5t !== undefined) return bound.x5t === sender.x5t;
  if (bound.authenticated) return sender.authenticated;
  return last.name === sighting.name && last.system === sighting.system && last.appVersion === sighting.appVersion;
}

/** Whether a key was proven that every use must prove again. */
export const isSenderConstrained = ({ jkt, x5t }: Pick<Sender, 'jkt' | 'x5t'>): boolean =>
  jkt !== undefined || x5t !== undefined;

/** Whether a refresh by this client moves the family on. */
export function rotates(policy: Pick<RefreshPolicy, 'rotation'>, sender: Pick<Sender, 'jkt' | 'x5t'>): boolean {
  switch (policy.rotation) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'unless-sender-constrained':
      return !isSenderConstrained(sender);
  }
}
