import type { Collection, Document } from '../../adapters/store.ts';
import type { Origin, Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';

export type SessionEndReason =
  /** In the browser itself. */
  | 'signed_out'
  | 'expired'
  | 'account_disabled'
  /** By its owner, from elsewhere. */
  | 'ended_by_owner'
  /** By an app that its owner allowed that. */
  | 'ended_by_app'
  /** On the command line. */
  | 'ended_by_admin'
  | 'password_changed'
  /** With everything else of the account. */
  | 'signed_out_everywhere'
  /** By others that signed in in that browser, which has room for so many. */
  | 'too_many_accounts'
  /** By another account's sign-in in that browser that did not know of it: of two at once one alone can be found there. */
  | 'overtaken'
  /** The key that its cookie was made with is gone. */
  | 'key_dropped';

/** Why a session is ended that stands in its browser's record no more. */
export type PushedOut = Extract<SessionEndReason, 'too_many_accounts' | 'overtaken'>;

/**
 * A sign-in of one account in one browser. Its cookie is a pointer to this record and its generation; the generation
 * moves on at every authentication, so that a cookie from before is no longer worth anything (session fixation).
 */
export interface Session extends Document, Owing {
  readonly generation: number;
  readonly renewedAt?: Seconds;
  /** What was proven before it was renewed: that is all that the cookie of before stands for. */
  readonly before?: Pick<Session, 'authTime' | 'acr' | 'amr' | 'doubtful' | 'sparedBy'>;
  /** The MAC key that the browser's cookie was last made with. */
  readonly keyId: string;
  /** The epoch that it began in: in another one it is a thing of the past, brought back by a restore. */
  readonly epoch: number;
  /** Absent while nobody is signed in. */
  readonly account?: string;
  /** The account, until the session ends: what lives is found by this, however much has ended. */
  readonly signedIn?: string;
  /** Id of the device record (the account in this browser), until the session ends. */
  readonly device?: string;
  /** Id of the browser record. */
  readonly browser?: string;
  /** How often the account had been signed out everywhere when it last proved who it is. */
  readonly signOuts?: number;
  /** When the account last proved who it is. */
  readonly authTime?: Seconds;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Whether it was so unlike before that the second factor is asked for, and came in where nobody asks. */
  readonly doubtful?: boolean;
  /** Where the second factor was not asked for because the browser remembered it: the memory's count. */
  readonly sparedBy?: number | undefined;
  /** Whether the cookie goes with the browser's window. */
  readonly transient?: boolean;
  readonly origin: Origin;
  /** Where it was last active from, in its browser. */
  readonly last: Origin;
  /** When that was; absent in sessions of before this was noted. */
  readonly lastSeenAt?: Seconds;
  readonly createdAt: Seconds;
  readonly lastActiveAt: Seconds;
  /** When it ends if it is not used before then, never later than its absolute end. */
  readonly expiresAt: Seconds;
  readonly endsAt: Seconds;
  readonly endedAt?: Seconds;
  readonly endReason?: SessionEndReason;
  /** While it lives: when the sweeper looks at it. Once ended: when the record may go. */
  readonly sweepAt: Seconds;
}

export const sessionCollection: Collection<Session> = {
  name: 'sessions',
  indexes: ['signedIn', 'device'],
  due: ['owedSince', 'sweepAt'],
};

/**
 * A browser, known by a cookie of its own: the sessions in it, one per account, the one used last first.
 *
 * That cookie is there before anybody signs in, so it may have been planted and opens nothing. The sessions are shown to
 * the holder of a second one, a pointer to this record and its generation, which moves on at every sign-in.
 */
export interface Browser extends Document {
  readonly generation: number;
  readonly sessions: readonly BrowserSession[];
  /** Accounts that signed in since the list last began anew, also those that signed out: who is signed in first, then who signed in last. */
  readonly accounts?: readonly string[];
  /** By account: how often it had been signed out everywhere when it last signed in here; 0 where it is left out. */
  readonly signOuts?: Readonly<Record<string, number>>;
  /** By account: counts that sign-outs everywhere have made in it, while one before them is not noted yet. */
  readonly ownAhead?: Readonly<Record<string, readonly number[]>>;
  /** How often everybody was signed out of it at once. */
  readonly emptied?: number;
  /** When its last generations were made: those of a moment ago, the newest last. */
  readonly renewals?: readonly Seconds[];
  readonly createdAt: Seconds;
  readonly lastActiveAt: Seconds;
  readonly removeAt: Seconds;
}

export interface BrowserSession {
  readonly uid: string;
  readonly account: string;
  /** Keyed hash of the window's cookie, where the session goes with the window: nobody finds it after that closed. */
  readonly window?: string;
  /** The generation of the browser's record that it was entered with. */
  readonly since?: number;
}

export const browserCollection: Collection<Browser> = { name: 'browsers', due: ['removeAt'] };
