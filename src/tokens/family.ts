import type { Collection, Document } from '../../adapters/store.ts';
import type { Origin, Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { Sighting } from './sighting.ts';

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

/** Who may use the family, as far as it was proven: a key, else an authenticated client, else nobody in particular. */
export interface Sender {
  /** Thumbprint of the DPoP key (RFC 9449 §6). */
  readonly jkt?: string;
  /** Thumbprint of the TLS certificate (RFC 8705 §3). */
  readonly x5t?: string;
  /** Whether the client proved who it is. */
  readonly authenticated: boolean;
}

/** A request that uses a family: who proves to send it, what it looks like, and where events say that it came from. */
export interface Use {
  readonly sender: Sender;
  readonly sighting: Sighting;
  readonly origin: Origin;
}

/** Why families end. */
export const endReasons = [
  'code_replayed',
  'token_reused',
  'token_revoked',
  'rule_violated',
  'too_many_devices',
  // The newcomer itself, which got nothing.
  'device_refused',
  // On a device on which the app was signed in very often since.
  'superseded',
  'expired',
  'signed_out',
  'session_expired',
  'account_disabled',
  'client_removed',
  'key_dropped',
  'store_went_back',
  // By its owner, by an app that may, by the API that one of its access tokens was for, on the command line.
  'ended_by_owner',
  'ended_by_app',
  'ended_by_api',
  'ended_by_admin',
  'password_changed',
  // With everything else of the account.
  'signed_out_everywhere',
  // Its owner withdrew what the app was allowed.
  'disconnected',
] as const;
export type EndReason = (typeof endReasons)[number];

/** One sign-in of one app: the one record that all its tokens hang on. */
export interface Family extends Document, Owing {
  readonly account: string;
  readonly client: string;
  /** The session it came from; absent when it is not bound to one. */
  readonly session?: string;
  /** Whether it goes on when that session ends (`offline_access`, or the client's rule). */
  readonly survivesSignOut: boolean;
  /** The account, where it survives a sign-out and until it ends: what stands for itself is found by this. */
  readonly lasting?: string;
  /** How often the account had been signed out everywhere when it began. */
  readonly signOuts?: number;
  readonly grant: GrantContent;
  readonly source: FamilySource;
  readonly sender: Sender;
  /** 0: no refresh token was issued. From 1 on: the generation of the one refresh token that is good. */
  readonly generation: number;
  /** The MAC key of the current generation: a retry computes the same successor with it. */
  readonly keyId: string;
  /** The MAC key of the generation before; absent when it is the same. */
  readonly formerKeyId?: string;
  /** The epoch that it began in: in another one it is a thing of the past, brought back by a restore. */
  readonly epoch: number;
  readonly rotatedAt?: Seconds;
  readonly createdAt: Seconds;
  /** The id of the event of its beginning. Those are in the order of time, finer than seconds: who came first. */
  readonly began: string;
  /** How it began, and how it was used last. */
  readonly first: Sighting;
  readonly last: Sighting;
  /** What the next use is compared with, where the last one hid something: see `knownBesides`. */
  readonly known?: Sighting;
  /** Changes that the owner was told of, so that nobody is told twice: a few, the oldest are forgotten. */
  readonly told?: readonly string[];
  /** When it ends if it is not used before then. */
  readonly idleAt: Seconds;
  /** When it ends in any case. */
  readonly endsAt: Seconds;
  readonly endedAt?: Seconds;
  readonly endReason?: EndReason;
  /**
   * Account and client, until it has ended: what finds those that live without passing those that have ended. One that
   * nobody uses any more is there until the sweeper ends it.
   */
  readonly living?: string;
  /** The account, as long as that: whatever ended costs nothing where all that an account has is looked for. */
  readonly signedIn?: string;
  /** The app on its device, as long as that: all its sign-ins there are found by this. */
  readonly onDevice?: string;
  /** The session, where it goes with that, as long as that: what a session holds is found by this, however much has ended. */
  readonly heldBy?: string;
  /** Until it has ended: when the sweeper looks whether it is in use. Then: when the record itself may go. */
  readonly sweepAt: Seconds;
}

export const familyCollection: Collection<Family> = {
  name: 'families',
  indexes: ['client', 'session', 'living', 'signedIn', 'lasting', 'onDevice', 'heldBy'],
  due: ['owedSince', 'sweepAt'],
};

/**
 * Of the families that something finds so many are looked at where they are only shown. An app's on one device are far
 * fewer (see `createLeftBehind`), but for what a store of before has piled up.
 */
export const mostShown = 1000;

/** Whether the family itself lives at a time; what it hangs on (account, client, session) is asked apart. */
export const lives = (family: Family, epoch: number, now: Seconds): boolean =>
  family.endedAt === undefined && family.epoch === epoch && now < family.endsAt && now < family.idleAt;

/** What a session that nobody has ended is to the families that came from it, which its time does not end. */
export interface SessionState {
  /** Whether its own time is not over: only then something may begin in it. */
  readonly lives: boolean;
  readonly device?: string;
}

/** The value of `living`. Neither id has a space in it. */
export const livingKey = ({ account, client }: Pick<Family, 'account' | 'client'>): string => `${account} ${client}`;

/**
 * The value of `onDevice`, by which the app on the device is named too. An address may have it in it as it is: neither id
 * has a character that means something there, and that of a device has no dot.
 */
export const appOnDevice = ({ device, client }: Pick<Family, 'client'> & { readonly device: string }): string =>
  `${device}.${client}`;

/** What a living family is found by, whatever device it is on. All of it goes with the end. */
export const findable = ({
  account,
  client,
  session,
  survivesSignOut,
}: Pick<Family, 'account' | 'client' | 'session' | 'survivesSignOut'>) => ({
  living: livingKey({ account, client }),
  signedIn: account,
  ...(survivesSignOut ? { lasting: account } : session !== undefined && { heldBy: session }),
});

/** The one used longest ago first. All who look have the same order, or they would end different ones. */
export const byUse = (a: Family, b: Family): number => a.last.at - b.last.at || (a.began < b.began ? -1 : 1);

/** The device in an app's id on it. */
export const deviceOfApp = (id: string): string => id.slice(0, Math.max(id.indexOf('.'), 0));

/** Whether it stays where everything else of its account is signed out: what stays is itself, or the app on its device. */
export const isKept = ({ id, onDevice }: Pick<Family, 'id' | 'onDevice'>, kept: unknown): boolean =>
  kept !== undefined && (id === kept || onDevice === kept);

/** What events of a family say it is about. */
export const aboutFamily = (
  { id, account, client, session }: Pick<Family, 'id' | 'account' | 'client' | 'session'>,
  origin?: Origin,
) => ({
  account,
  client,
  family: id,
  ...(session !== undefined && { session }),
  ...(origin && { origin }),
});
