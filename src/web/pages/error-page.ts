import type { ForClient, Next } from './page-parts.ts';

export type ErrorReason =
  /** The app asked for something that is not possible or not allowed. */
  | 'bad-request'
  | 'unknown-client'
  /** The redirect URI is not one of the client's. */
  | 'redirect-uri'
  | 'not-found'
  | 'method'
  | 'too-large'
  /** The form is old, or comes from elsewhere (CSRF). */
  | 'foreign-form'
  /** The browser sent none of our cookies, and nobody is known again without. */
  | 'no-cookies'
  | 'forbidden'
  /** Nobody in this network is answered. */
  | 'banned'
  /** Nothing that others may guess is tried from this network for a while, in a browser that the account does not know. */
  | 'network-paused'
  /** A sign-in too unlike those before. */
  | 'sign-in-blocked'
  | 'too-many'
  /** More people sign in at this moment than passwords can be looked at. */
  | 'busy'
  | 'unavailable'
  | 'internal';

export interface ErrorPage extends ForClient {
  readonly kind: 'error';
  readonly reason: ErrorReason;
  /** Request id: the log has it too. */
  readonly reference: string;
  /** Told with `network-paused`: seconds until it is over. */
  readonly wait?: number;
  /** For who builds the app: the OAuth error code and its public description. */
  readonly developer?: { readonly error: string; readonly description?: string };
  readonly next?: Next;
}

/** An interaction that expired, was finished in another tab, or was left by the back button. */
export interface ExpiredPage extends ForClient {
  readonly kind: 'expired';
  /** Default `expired`. */
  readonly because?: 'expired' | 'finished';
  /** Request id: the log has it too. Not where all is well. */
  readonly reference?: string;
  readonly next?: Next;
}

/** A link from a letter that is too old, was replaced by a newer one, or was used. */
export interface LinkExpiredPage extends ForClient {
  readonly kind: 'link-expired';
  /** Request id: the log has it too. */
  readonly reference: string;
  readonly next?: Next;
  /** For whom the next step is of no use. */
  readonly other?: Next;
}

export type ErrorPages = ErrorPage | ExpiredPage | LinkExpiredPage;
