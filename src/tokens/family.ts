import type { Collection, Document } from '../../adapters/store.ts';
import type { Origin, Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';

/** What was granted, in the engine's own shape: OIDC scopes and claims, and scopes by API. */
export interface GrantContent {
  readonly openid?: { readonly scope?: string; readonly claims?: readonly string[] };
  readonly resources?: Readonly<Record<string, string>>;
  readonly rejected?: {
    readonly openid?: { readonly scope?: string; readonly claims?: readonly string[] };
    readonly resources?: Readonly<Record<string, string>>;
  };
}

/** What every token of the family is made from: fixed at the sign-in, never widened and never narrowed. */
export interface FamilySource {
  readonly scope?: string;
  readonly resource?: string | readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly nonce?: string;
  readonly authTime?: Seconds;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly sid?: string;
}

/** Who may use the family: a key where one was proven, else an authenticated client, else what the user agent looks like. */
export interface Sender {
  /** Thumbprint of the DPoP key (RFC 9449 §6). */
  readonly jkt?: string;
  /** Thumbprint of the TLS certificate (RFC 8705 §3). */
  readonly x5t?: string;
  /** Whether the client proved who it is. */
  readonly authenticated: boolean;
  readonly userAgent?: string;
}

export type EndReason =
  | 'code_replayed'
  | 'token_reused'
  | 'token_revoked'
  | 'signed_out'
  | 'session_expired'
  | 'account_disabled'
  | 'client_removed'
  | 'store_went_back';

/** One sign-in of one app: the one record that all its tokens hang on. */
export interface Family extends Document, Owing {
  readonly account: string;
  readonly client: string;
  /** The session it came from; absent when it is not bound to one. */
  readonly session?: string;
  /** Whether it goes on when that session ends (`offline_access`, or the client's rule). */
  readonly survivesSignOut: boolean;
  readonly grant: GrantContent;
  readonly source: FamilySource;
  readonly sender: Sender;
  /** 0: no refresh token was issued. From 1 on: the generation of the one refresh token that is good. */
  readonly generation: number;
  /** The MAC key of the current generation: a retry computes the same successor with it. */
  readonly keyId: string;
  readonly rotatedAt?: Seconds;
  readonly createdAt: Seconds;
  readonly lastUsedAt: Seconds;
  readonly first: Origin;
  readonly last: Origin;
  /** When it ends if it is not used before then. */
  readonly idleAt: Seconds;
  /** When it ends in any case. */
  readonly endsAt: Seconds;
  readonly endedAt?: Seconds;
  readonly endReason?: EndReason;
  /** When the record itself may go. */
  readonly removeAt: Seconds;
}

export const familyCollection: Collection<Family> = {
  name: 'families',
  indexes: ['account', 'client', 'session'],
  due: ['owedSince', 'removeAt'],
};

/** Whether the family itself lives at a time; what it hangs on (account, client, session) is asked apart. */
export const lives = (family: Family, now: Seconds): boolean =>
  family.endedAt === undefined && now < family.endsAt && now < family.idleAt;
