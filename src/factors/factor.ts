import type { Collection } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { withoutReset, type Resettable } from '../resets/index.ts';
import type { Agent } from '../whereabouts/index.ts';

/** An authenticator app (RFC 6238). Its seed is not kept: it is computed from the id. */
export interface AuthenticatorApp {
  readonly id: string;
  readonly addedAt: Seconds;
  readonly usedAt?: Seconds;
  /** When the owner said that it is not theirs, where nothing else is left: from then on it proves nothing. */
  readonly deniedAt?: Seconds;
  /** When it was kept after that by more than a letter's link: no letter about what was before denies it once more. */
  readonly keptAt?: Seconds;
  /** The time step of the last code that was taken: no code of it or of an earlier one works any more. */
  readonly step: number;
}

/** A passkey (WebAuthn Level 3): the public half of a key pair. Whoever takes it can sign nothing. */
export interface Passkey {
  readonly id: string;
  /** The credential's own id, in base64url; `publicKey` is a COSE key, in base64url. */
  readonly credential: string;
  readonly publicKey: string;
  /** How often it signed, as it says itself; 0 for ever where it does not count (§6.1.1). */
  readonly counter: number;
  /** How browsers reach it. */
  readonly transports: readonly string[];
  /** Whether it can be on several devices, and whether it is kept elsewhere too (§6.1.3). */
  readonly synced: boolean;
  readonly backedUp: boolean;
  /** Whether it signs nobody in by itself, as far as is known: not kept by what holds it, or that does not see its owner. */
  readonly secondOnly?: boolean;
  /** The model of what holds it, or zeros. */
  readonly aaguid: string;
  /** What the person calls it, and with what it was added. */
  readonly name?: string;
  readonly agent: Agent;
  readonly addedAt: Seconds;
  readonly usedAt?: Seconds;
  /** When its count went back, as that of a copy does: from then on it proves nothing. */
  readonly copiedAt?: Seconds;
  /** As an app's. */
  readonly deniedAt?: Seconds;
  readonly keptAt?: Seconds;
}

/** Codes for the day on which nothing else is there, each good once. */
export interface RecoveryCodes {
  readonly madeAt: Seconds;
  /** Keyed hashes of those that were not used. */
  readonly left: readonly string[];
}

/** A phone that takes codes by text message. */
export interface Phone {
  readonly id: string;
  /** E.164, and its owner showed that codes arrive there. */
  readonly number: string;
  readonly addedAt: Seconds;
  readonly usedAt?: Seconds;
  /** As an app's. */
  readonly deniedAt?: Seconds;
  readonly keptAt?: Seconds;
}

/** How a code reaches somebody. */
export type SentBy = 'sms' | 'email';

/** A code that was sent: the one that is good, if any is. It is not kept, nor is it known here where it was asked for. */
export interface SentCode {
  /** Of this asking: what is on its way goes by it. */
  readonly id: string;
  readonly by: SentBy;
  /** Keyed hash of the sign-in or the page that asked. It is good there and nowhere else. */
  readonly place: string;
  /** Keyed hash of the code, with its place and where it was sent. */
  readonly hash: string;
  /** Id of the phone that it went to. */
  readonly phone?: string;
  /** A number that is to be added, E.164. */
  readonly number?: string;
  /** Whether it adds a factor, and so proves none. */
  readonly adds?: boolean;
  /** Whether its message was given up. It is good all the same: a try before may have arrived. */
  readonly undelivered?: boolean;
  readonly tries: number;
}

/** Codes that were wrong. */
export interface WrongCodes {
  /** In a row, since the last right one. */
  readonly tries: number;
  /** When the last was typed. */
  readonly at: Seconds;
  /** Until when they count that no right one takes away: a day for each. */
  readonly until?: Seconds;
}

/**
 * The second factors of an account: one record, its id the account's. So whatever races (a code used twice, guesses sent
 * at once, the last factor removed while another one goes) is decided by one compare-and-set.
 */
export interface AccountFactors extends Resettable {
  readonly apps: readonly AuthenticatorApp[];
  readonly passkeys?: readonly Passkey[];
  /** The account's name for passkeys, there as long as it has one: by it alone one of them finds the account. */
  readonly handle?: string;
  readonly phones?: readonly Phone[];
  /** Codes to the account's own e-mail address. */
  readonly email?: Omit<Phone, 'id' | 'number'>;
  readonly code?: SentCode;
  /** Until when that code is good. */
  readonly codeUntil?: Seconds;
  /** How often codes were asked for since one was right, and when the last was. */
  readonly asked?: { readonly times: number; readonly at: Seconds };
  readonly recovery?: RecoveryCodes;
  /** How often factors were added, taken away, copied or made anew, 0 when left out. */
  readonly changes?: number;
  /** Since when there has always been a factor, whichever it was. */
  readonly enrolledAt?: Seconds;
  /**
   * A browser in which the account was signed out everywhere fewer times is not its owner's: they had put it out before the
   * first factor came, or did so since, by more than a letter's link of the three days before it or of later.
   */
  readonly ownFrom?: number;
  /**
   * Where all that there is was denied, and nothing was there before: it goes at `resetAt`, unless somebody keeps it. Id of
   * the event by which that wait began.
   */
  readonly firstDenied?: string;
  /** Wrong codes that were typed where the account has proven no second factor before: see `tries.ts`. */
  readonly wrong?: WrongCodes;
  /** The same, apart for each browser in which it has. `browser`: the device's id. */
  readonly wrongIn?: readonly (WrongCodes & { readonly browser: string })[];
  /** How many wrong codes there were that nothing explains, whatever is forgotten of them by the day; and the last one's time. */
  readonly guesses?: { readonly count: number; readonly at: Seconds };
  /** When a new password by a letter last gave back some of them. */
  readonly givenBackAt?: Seconds;
  /**
   * Until when somebody who must have a factor may still come in without one. It stays when one is added: else whoever removed
   * it, or what an intruder added, had the whole time once more.
   */
  readonly enrolBy?: Seconds;
}

export const factorCollection: Collection<AccountFactors> = {
  name: 'factors',
  unique: ['handle'],
  due: ['owedSince', 'resetAt', 'codeUntil'],
};

/** By what a second factor can be proven. */
export type FactorKind = 'passkey' | 'app' | SentBy | 'recovery-code';

/** Whether the account has a passkey. */
export const hasPasskey = (factors: Pick<AccountFactors, 'passkeys'> | undefined): boolean =>
  (factors?.passkeys?.length ?? 0) > 0;

type Enrolled = Partial<Pick<AccountFactors, 'apps' | 'passkeys' | 'phones' | 'email'>>;

/**
 * Whether the account has a second factor. Recovery codes are none by themselves: they stand in for one. Phones and e-mail
 * codes count where the installation sends none any more, too: what it stops sending must not open an account to who has
 * its password.
 */
export const isEnrolled = (factors: Enrolled | undefined): boolean =>
  factors !== undefined &&
  ((factors.apps?.length ?? 0) > 0 ||
    hasPasskey(factors) ||
    (factors.phones?.length ?? 0) > 0 ||
    factors.email !== undefined);

/** Whether the account has one second factor and no more. */
export const hasOneFactor = ({ apps, passkeys = [], phones = [], email }: AccountFactors): boolean =>
  apps.length + passkeys.length + phones.length + (email ? 1 : 0) === 1;

/** Whether codes are sent there still: not where the owner said that it is not theirs. */
export const isUsable = ({ deniedAt }: Omit<Phone, 'id' | 'number'>): boolean => deniedAt === undefined;

/** What can be asked for now, the safest first. @param sends by what codes can be sent to this account */
export const kindsOf = (factors: AccountFactors, sends: Readonly<Record<SentBy, boolean>>): FactorKind[] => [
  ...(hasPasskey(factors) ? (['passkey'] as const) : []),
  ...(factors.apps.length > 0 ? (['app'] as const) : []),
  ...(sends.sms && factors.phones?.some(isUsable) ? (['sms'] as const) : []),
  ...(sends.email && factors.email && isUsable(factors.email) ? (['email'] as const) : []),
  ...(factors.recovery && factors.recovery.left.length > 0 ? (['recovery-code'] as const) : []),
];

/** The record without the code that was sent. */
export const withoutCode = ({ code: _, codeUntil: _until, ...record }: AccountFactors): AccountFactors => record;

/** A record whose factors are not what they were: no browser is spared any more that was until now. */
export const oneMoreChange = (record: AccountFactors): AccountFactors => ({
  ...record,
  changes: (record.changes ?? 0) + 1,
});

/**
 * A record that has just lost a factor, with its recovery codes where they still stand in for one. With the last one they
 * go, and so does a reset: it was about those, and not about what is added later.
 */
export function withWhatStandsIn(record: AccountFactors, recovery: RecoveryCodes | undefined): AccountFactors {
  if (isEnrolled(record)) return oneMoreChange({ ...record, ...(recovery && { recovery }) });
  const { enrolledAt: _, ownFrom: _from, firstDenied: _denied, ...rest } = withoutReset(record);
  return oneMoreChange(rest);
}
