import type { Collection, Document } from '../../adapters/store.ts';
import type { Origin, Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';

export type SessionEndReason = 'signed_out' | 'expired' | 'account_disabled' | 'replaced';

/**
 * A sign-in of one account in one browser. Its cookie is a pointer to this record and its generation; the generation
 * moves on at every authentication, so that a cookie from before is no longer worth anything (session fixation).
 */
export interface Session extends Document, Owing {
  readonly generation: number;
  readonly renewedAt?: Seconds;
  /** Absent while nobody is signed in: a sign-out page keeps its secret in such a session. */
  readonly account?: string;
  /** Id of the browser record. */
  readonly browser?: string;
  /** When the account last proved who it is. */
  readonly authTime?: Seconds;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Whether the cookie goes with the browser's window. */
  readonly transient?: boolean;
  /** The engine's own: what a sign-out page must know when its form comes back. */
  readonly state?: Readonly<Record<string, unknown>> | undefined;
  readonly origin: Origin;
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
  indexes: ['account', 'browser'],
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
  readonly sessions: readonly { readonly uid: string; readonly account: string }[];
  readonly createdAt: Seconds;
  readonly lastActiveAt: Seconds;
  readonly removeAt: Seconds;
}

export const browserCollection: Collection<Browser> = { name: 'browsers', due: ['removeAt'] };
