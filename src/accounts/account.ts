import type { Collection } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { withoutReset, type Resettable } from '../resets/index.ts';
import { costOf, type PasswordHash } from './password-hash.ts';
import type { Profile } from './profile.ts';

/** A person who can sign in. The id is the OIDC subject: random, never the e-mail address, never used again. */
export interface Account extends Resettable, Profile {
  /** Normalised; one account an address. */
  readonly email: string;
  readonly emailVerifiedAt: Seconds;
  readonly password?: PasswordHash;
  /** What its hash costs, there as long as it has one: by it alone it is known whether any account has that cost. */
  readonly passwordCost?: string;
  /** Whether the password was set by a letter. Who has nothing but the mailbox knows it: a code there proves no more. */
  readonly passwordByLetter?: true;
  /** The one link that can set a new password: its keyed hash, and until when. */
  readonly recovery?: { readonly link: string; readonly until: Seconds };
  /** The address that is wished instead, and the keyed hash of the code that confirms it. */
  readonly emailChange?: {
    readonly to: string;
    readonly until: Seconds;
    readonly tries: number;
    readonly code?: string;
  };
  /** The address of before, which can take the account back and is nobody else's until then. */
  readonly formerEmail?: string;
  /** The address that it was taken back from: it is told so, and nobody's any more. */
  readonly leftEmail?: string;
  /** The address that an admin's reset was to give it, confirmed, where that was stopped: it is told so. */
  readonly stoppedEmail?: string;
  /** Until when these are kept. */
  readonly undoUntil?: Seconds;
  /** Instead of it while the account is suspended: for how much longer the one of before can take it back from then on. */
  readonly undoHeld?: Seconds;
  /** The address that an admin's reset of it gives the account at `resetAt`, if whoever has it said that it is theirs. */
  readonly newEmail?: { readonly to: string; readonly confirmed?: true };
  /** Whether the address came by such a reset. Who has it has shown no second factor: a code there proves none. */
  readonly emailByReset?: true;
  /** Ids of events of the last days that the owner said were not them, the last ones: each of their links is good once. */
  readonly denied?: readonly string[];
  /** The last of them: the browser in which its link was pressed, and which sign-out everywhere that was. */
  readonly lastDenied?: { readonly event: string; readonly browser: string; readonly count: number };
  readonly phoneVerifiedAt?: Seconds;
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
  readonly disabledAt?: Seconds;
  /** When it was suspended lately, and is not any more: by such a time no link of a letter is older. */
  readonly suspensions?: readonly { readonly from: Seconds; readonly to: Seconds }[];
  /** What it may do beside what everybody may: given and taken on the command line only. */
  readonly role?: 'admin';
  readonly adminSince?: Seconds;
  /** The device of its very first sign-in: about that one nobody needs to be told. */
  readonly firstDevice?: string;
  /**
   * How often it was signed out everywhere, 0 when left out. Whoever proved to be it under another count, and has not
   * come in yet, does not come in any more.
   */
  readonly signOuts?: number;
  /** Which of the last of these a letter's link did: see `signOutsBeforeLetters`. */
  readonly letterSignOuts?: readonly LetterSignOuts[];
}

/** Sign-outs everywhere by links of letters, one after the other and within an hour: the counts that they made. */
export interface LetterSignOuts {
  readonly from: number;
  readonly to: number;
  /** When the first was. */
  readonly at: Seconds;
}

/** A record with this password, and with what finds it by the cost of that. */
export const withPassword = <T extends Partial<Account>>(record: T, password: PasswordHash) => ({
  ...record,
  password,
  passwordCost: costOf(password),
});

/** An account with what finds it by the cost of its hash, or undefined where it has that. */
export const withFoundCost = (account: Account): Account | undefined =>
  account.password && account.passwordCost !== costOf(account.password)
    ? withPassword(account, account.password)
    : undefined;

/**
 * Whether an owner's "this was not me" has not ended everything yet: until then a factor that it takes away would still
 * let somebody in, and keep them in by the new count.
 */
export const isBeingSecured = ({ owed = [] }: Pick<Account, 'owed'>): boolean =>
  owed.some(
    ({ kind, detail }) =>
      kind === 'account.secured' || (kind === 'account.signed_out' && detail?.['reason'] === 'not_me'),
  );

export const accountCollection: Collection<Account> = {
  name: 'accounts',
  unique: ['email'],
  indexes: ['formerEmail', 'passwordCost', 'role'],
  due: ['owedSince', 'undoUntil', 'resetAt'],
};

/** An account without the reset of its address that is under way. */
export const withoutEmailReset = ({ newEmail: _, ...account }: Account): Account => withoutReset(account);

/**
 * The one form in which an e-mail address is kept and compared: NFKC, no space around it, lower case. Providers treat
 * the local part without case; two accounts that differ only by it would be a trap.
 * @returns undefined when it is not an address that mail can be sent to
 */
export function normaliseEmail(typed: string): string | undefined {
  // NFKC once more: some letters become one with a mark in lower case only, and the address would be another the next time.
  const email = typed.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  // One `@`, no space or control character, a domain with a dot: what is more is decided by the confirming letter.
  return email.length <= 254 &&
    /^[^\s@\p{Cc}<>(),;:\\"[\]]+@[^\s@\p{Cc}<>(),;:\\"[\]]+\.[^\s@.\p{Cc}<>(),;:\\"[\]]+$/u.test(email)
    ? email
    : undefined;
}
