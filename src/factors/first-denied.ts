import { clocksApart, type Seconds } from '../clock.ts';
import { withoutReset } from '../resets/index.ts';
import { enrolledSince } from './added-since.ts';
import { oneMoreChange, type AccountFactors } from './factor.ts';

/**
 * For how long a browser was used before the factor came, to count as the account's own: for as long as the letter about it
 * could be answered. Whoever reads the mail sets a new password, and has a browser of their own by that.
 */
const usedFor: Seconds = 72 * 3600;

/** A first factor that was denied, and is still there. */
export interface FirstDenied {
  /** When it goes. */
  readonly at: Seconds;
  /** A browser that was used before this is taken for the owner's. */
  readonly knownBefore: Seconds;
  /** Nor one that was put out: see `AccountFactors`. Left out where that is not known yet: then none is. */
  readonly ownFrom?: number;
}

/**
 * What is to be known of a first factor that the owner denied. It proves nothing, and is asked for, so that the mailbox alone
 * opens nothing as long as it is there.
 * @returns undefined where the account has none
 */
export function firstDeniedOf(record: AccountFactors | undefined): FirstDenied | undefined {
  const since = record && enrolledSince(record);
  if (record?.firstDenied === undefined || record.resetAt === undefined || since === undefined) return undefined;
  const { resetAt, ownFrom } = record;
  return { at: resetAt, knownBefore: since - usedFor - clocksApart, ...(ownFrom !== undefined && { ownFrom }) };
}

/**
 * A record whose factors are the owner's after all: they count again. Recovery codes that were void stay so.
 * @param keptAt where more than a letter's link says so: when
 */
export function withKeptFactors(record: AccountFactors, keptAt?: Seconds): AccountFactors {
  const { firstDenied, ...kept } = withoutReset(record);
  if (firstDenied === undefined) return kept;
  const { apps, passkeys, phones, email, ...rest } = kept;
  const counting = <T extends { readonly deniedAt?: Seconds }>({ deniedAt, ...factor }: T) => ({
    ...factor,
    ...(deniedAt !== undefined && keptAt !== undefined && { keptAt }),
  });
  return oneMoreChange({
    ...rest,
    apps: apps.map(counting),
    ...(passkeys && { passkeys: passkeys.map(counting) }),
    ...(phones && { phones: phones.map(counting) }),
    ...(email && { email: counting(email) }),
  });
}
