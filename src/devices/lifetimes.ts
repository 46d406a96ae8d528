import { shortened, wholeUntil, type AddressPrivacy } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { Session } from './session.ts';

/** Lifetimes of sessions, in seconds. */
export interface SessionLifetimes {
  readonly idle: Seconds;
  readonly absolute: Seconds;
}

/** How long what was proven before a sign-in is taken from requests that were on their way when it ended. */
export const inFlight: Seconds = 30;

/** A session that goes with the window is forgotten by us too: nobody tells us that the window was closed. */
const longestTransient: Seconds = 12 * 3600;

/**
 * When a session ends, and when it ends if nothing happens.
 *
 * @param authenticated whether somebody just proved who is there: the time of a session that goes with its window counts
 * from then, and no activity extends it
 */
export function lifespan(
  { idle, absolute }: SessionLifetimes,
  session: Pick<Session, 'createdAt'> & { readonly transient?: boolean | undefined; readonly endsAt?: Seconds },
  now: Seconds,
  authenticated: boolean,
): Pick<Session, 'endsAt' | 'expiresAt'> {
  const latest = session.createdAt + absolute;
  const ofWindow = authenticated ? now + longestTransient : (session.endsAt ?? latest);
  const endsAt = session.transient ? Math.min(latest, ofWindow) : latest;
  return { endsAt, expiresAt: Math.min(now + idle, endsAt) };
}

/** An ended session is kept this long, so that it can be shown. */
const keptAfterEnd: Seconds = 30 * 24 * 3600;

/** One whose time is over, and that apps are still signed in by, is looked at this often. */
const lookedAt: Seconds = 24 * 3600;

/** When the record of an ended session may go. */
export const goneAt = (endedAt: Seconds): Seconds => endedAt + keptAfterEnd;

/**
 * A session without the addresses whose time is over, and with the time at which the sweeper looks at it: when it
 * expires and then now and then, when its record may go, when the next address is to be shortened.
 */
export function looked<
  T extends Pick<Session, 'createdAt' | 'origin' | 'last' | 'lastSeenAt' | 'expiresAt' | 'endedAt'>,
>(session: T, privacy: AddressPrivacy, now: Seconds): T & Pick<Session, 'sweepAt'> {
  const { createdAt, lastSeenAt = createdAt, expiresAt, endedAt } = session;
  const origin = shortened(privacy, createdAt, session.origin, now);
  const last = shortened(privacy, lastSeenAt, session.last, now);
  const whole = [wholeUntil(privacy, createdAt, origin), wholeUntil(privacy, lastSeenAt, last)];
  const next = expiresAt > now ? expiresAt : now + lookedAt;
  const over = endedAt === undefined ? next : goneAt(endedAt);
  return { ...session, origin, last, sweepAt: Math.min(over, ...whole) };
}
