import { StoreUnavailable, type Store } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';

/** How long a verifier may be off, in seconds: the mark outlives what it marks by that. */
const tolerance: Seconds = 60;
/** How far from now a proof may be dated, in seconds, before or after: the engine's own window. */
export const proofWindow: Seconds = 300;

/**
 * Marks an assertion or a proof as used.
 * @param made when it says that it was made
 * @returns whether it was not used before
 * @throws {StoreUnavailable} when that may have been lost
 */
export type MarkUse = (use: {
  readonly issuer: string;
  readonly jti: string;
  readonly goodUntil: Seconds;
  readonly made: Seconds | undefined;
}) => Promise<boolean>;

/**
 * An assertion or a proof is good once (RFC 7523 §3, RFC 9449 §11.1): one put-if-absent.
 *
 * The marks may be lost with the ephemeral store. What was made before its present run began may have been used, and
 * nobody knows: that is answered 503, for a client that proves itself anew gets through, and one that is refused would
 * give up a refresh token that is good. What does not say when it was made is refused.
 */
export function createMarkUse({
  store,
  digest,
  clock,
}: {
  readonly store: Pick<Store, 'ephemera' | 'ephemeraRun'>;
  readonly digest: Digest;
  readonly clock: Clock;
}): MarkUse {
  return async ({ issuer, jti, goodUntil, made }) => {
    const now = clock.now();
    // The engine counts from now; a proof that is dated ahead is good for longer than that.
    const latest = Math.max(goodUntil, Math.min(made ?? 0, now + proofWindow) + proofWindow);
    const ttl = Math.max(1, Math.ceil(latest - now) + tolerance);
    const key = digest('replay', `${issuer}\0${jti}`);
    if (!(await store.ephemera.putIfAbsent('replay', key, '1', ttl))) return false;
    // Asked after the mark was put: a loss at any moment before is then seen.
    const { since } = await store.ephemeraRun();
    if (made === undefined) return false;
    // Not of the same second either: it may have been used in the part of it that was before.
    if (Math.floor(made) > since) return true;
    throw new StoreUnavailable('whether this was used before may have been lost');
  };
}
