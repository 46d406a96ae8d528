import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import type { Context } from 'koa';
import type { Origin } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { Found } from '../devices/index.ts';
import type { Family } from '../tokens/index.ts';

/** What Postern keeps on a request's Koa state. */
export interface RequestState {
  /** Where the request came from: set before anything else. */
  origin: Origin;
  /** Keyed hash of the browser's own cookie, where it has one. */
  browser?: string;
  /** The cookie that proves which accounts the browser has signed in to. */
  accounts?: string;
  /** The cookie that points to where the browser remembers a second factor. */
  factorMemory?: string;
  /** Keyed hash of the cookie that goes with the browser's window. */
  window?: string;
  /** The language that the person chose on a page, now or before. */
  language?: string;
  /** Writes that the answer waits for. */
  writes?: Promise<unknown>[];
  /** The session that the request's cookie found. */
  session?: Found;
  /** Why the request failed, for the log. */
  failure?: Error;
  /** The client, where the engine does not know it. */
  client?: string;
  /** When this request last looked at what the account allows the client: a code that comes of it is of that time. */
  allowedAt?: Seconds;
  /** The `jti` of the request's DPoP proof, where it has been used up by this very request. */
  usedProof?: string;
  /** The family that the request's token names, as just read. */
  family?: Family;
  /** Of that token: thumbprint of the DPoP key that it is bound to; whether it is a refresh token that was replaced. */
  token?: { readonly jkt?: unknown; readonly isReused?: boolean };
}

/** The state of a request, the engine's or the host's. */
export const stateOf = (ctx: Pick<Context, 'state'>): RequestState => ctx.state;

/** The engine's request that is under way. @throws Error outside of one */
export function currentRequest(): KoaContextWithOIDC {
  const ctx = Provider.ctx;
  if (!ctx) throw new Error('there is no request under way');
  return ctx;
}

/** Lets the answer of the request under way wait for a write that decides nothing. */
export function owe(write: Promise<unknown>): void {
  // Its failure is answered where it is waited for: here it only must not count as unhandled.
  write.catch(() => undefined);
  (stateOf(currentRequest()).writes ??= []).push(write);
}
