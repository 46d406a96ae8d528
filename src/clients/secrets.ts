import { hash as hashOnce, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';

/** A client secret as it is kept: who has the database can neither read it nor use it. */
export interface Secret {
  /** Keyed hash of client_id and secret: copied to another client's record, it opens nothing. */
  readonly hash: string;
  readonly createdAt: Seconds;
  /** When it stops being good. Absent: it does not. */
  readonly expiresAt?: Seconds;
}

/** How long an old secret stays good beside a new one, where nothing else is said. */
export const keptBeside: Seconds = 7 * 24 * 3600;

/** A new client secret, with 256 random bits. The prefix lets scanners recognise one that was published by mistake. */
export const makeSecret = (): string => `pcs_${randomSecret()}`;

/** Whether a secret has the form of those that are made here, which nobody guesses. One from elsewhere has it on purpose only. */
export const hasMadeForm = (secret: string): boolean => /^pcs_[\w-]{43}$/.test(secret);

const longest = 200;

/**
 * We cannot know how random a secret from elsewhere is, only that it is long enough to be.
 * @param what the secret, as its owner would call it
 * @throws {Refused} invalid_request; the secret is not in it
 */
export function refusePoor(secret: string | undefined, what = 'a client secret'): void {
  if (secret === undefined || /^[\x21-\x7e]{32,200}$/.test(secret)) return;
  throw new Refused('invalid_request', `${what} must be 32 to 200 printable ASCII characters without space`);
}

export function hashSecret(digest: Digest, client: string, secret: string): string {
  return digest('client-secret', `${client}\0${secret}`);
}

/**
 * The secrets after a new one was added: the one before stays good for `keepOld` seconds, any older one goes. Two at
 * once are enough to change a secret everywhere without a stop, and each further one is one more that may be lost.
 */
export function rotated(secrets: readonly Secret[], hash: string, now: Seconds, keepOld: Seconds): Secret[] {
  const [previous] = living(secrets, now);
  const end = Math.min(previous?.expiresAt ?? Infinity, now + keepOld);
  return [{ hash, createdAt: now }, ...(previous && end > now ? [{ ...previous, expiresAt: end }] : [])];
}

/** Newest first. */
export const living = (secrets: readonly Secret[], now: Seconds): Secret[] =>
  secrets.filter(({ expiresAt = Infinity }) => now < expiresAt);

/** What the last right secret of a client came to under a key of this process, as long as the client stays as it is. */
const lastRight = new WeakMap<object, string>();
const remembering = randomBytes(32).toString('base64');

/**
 * The same as `isSecretOf`, and a right one that is asked again is found sooner: for where a right one is told so at once.
 * Machines send their secret with each request, and a keyed hash is a good part of what such a request costs. One hash of
 * key and secret is a quarter of it, tells who could read the memory no secret, and is compared with nothing that an
 * attacker could have learned.
 * @param client the object that everybody goes by: it is another one after each change
 */
export function isSecretStill(
  client: { readonly id: string; readonly secrets: readonly Secret[] },
  given: string,
  means: { readonly digest: Digest; readonly now: Seconds },
): boolean {
  // One that is about to end is looked at each time.
  const mayEnd = living(client.secrets, means.now).some(({ expiresAt }) => expiresAt !== undefined);
  if (mayEnd || given.length > longest) return isSecretOf(client, given, means);
  const asked = hashOnce('sha256', `${remembering}${given}`, 'base64');
  if (lastRight.get(client) === asked) return true;
  const right = isSecretOf(client, given, means);
  if (right) lastRight.set(client, asked);
  return right;
}

/**
 * Whether a secret is one of the client's (RFC 6749 §2.3.1). What it takes says nothing about how near a guess was:
 * keyed hashes are compared, all of them, each in constant time.
 */
export function isSecretOf(
  client: { readonly id: string; readonly secrets: readonly Secret[] },
  given: string,
  { digest, now }: { readonly digest: Digest; readonly now: Seconds },
): boolean {
  if (given.length > longest) return false;
  const hash = Buffer.from(hashSecret(digest, client.id, given));
  let found = false;
  for (const secret of living(client.secrets, now)) {
    const kept = Buffer.from(secret.hash);
    if (kept.length === hash.length && timingSafeEqual(kept, hash)) found = true;
  }
  return found;
}
