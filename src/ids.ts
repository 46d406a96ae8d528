import { randomFillSync } from 'node:crypto';

/** Random bytes, made many at a time: the call costs far more than the bytes. In a buffer that nothing else shares. */
const pool = Buffer.allocUnsafeSlow(4096);
let taken = pool.length;

function random(bytes: number): string {
  if (taken + bytes > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += bytes;
  const text = pool.toString('base64url', taken - bytes, taken);
  // Of a secret nothing stays behind here.
  pool.fill(0, taken - bytes, taken);
  return text;
}

/** The one id maker: 128 random bits, 22 characters of base64url. Not a secret: secrets come from `randomSecret`. */
export const randomId = (): string => random(16);

/** 256 random bits, 43 characters of base64url. Only its keyed hash is ever stored. */
export const randomSecret = (): string => random(32);

/** Where ids of a time begin: milliseconds in base 36, 9 characters. Every id made at that time or later sorts after it. */
export const timePrefix = (time: number): string => Math.floor(time).toString(36).padStart(9, '0');

/** Whether a text has the form of an id that `timeOrderedIds` makes. */
export const isTimeOrderedId = (text: string): boolean => /^[0-9a-z]{12}[\w-]{16}$/.test(text);

/**
 * Makes a maker of ids that sort by the time they were made: 9 characters of time (milliseconds), 3 that count within
 * it, 16 of randomness. Ids of one maker never run backwards, and never ahead of their time however many are made.
 */
export function timeOrderedIds(): (now: number) => string {
  let last = 0;
  let sequence = 0;
  return (now) => {
    sequence = now > last ? 0 : sequence + 1;
    last = Math.max(last, now);
    return timePrefix(last) + sequence.toString(36).padStart(3, '0') + random(12);
  };
}
