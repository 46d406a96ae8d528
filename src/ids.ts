import { randomBytes } from 'node:crypto';

/** The one id maker: 128 random bits, 22 characters of base64url. Not a secret: secrets come from `randomSecret`. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** 256 random bits, 43 characters of base64url. Only its keyed hash is ever stored. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

let last = 0;

/**
 * An id that sorts by the time it was made: 9 characters of time (milliseconds, base 36), 16 of randomness.
 * Ids of one process never run backwards.
 */
export function timeOrderedId(now: number = Date.now()): string {
  last = Math.max(last + 1, now);
  return last.toString(36).padStart(9, '0') + randomBytes(12).toString('base64url');
}
