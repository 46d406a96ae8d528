import type { Seconds } from '../clock.ts';

/** What an admin calls a client, and what OAuth makes of it. */
export const clientKinds = ['web', 'spa', 'native', 'machine', 'api'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** How a client proves who it is at the token endpoint (RFC 6749 §2.3, OIDC Core §9). */
export const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export type AuthMethod = (typeof authMethods)[number];

export const hasSecret = (method: AuthMethod): boolean =>
  method === 'client_secret_basic' || method === 'client_secret_post';

/** A client's rule for its refresh tokens. Durations in seconds. */
export interface RefreshPolicy {
  readonly rotation: 'always' | 'never' | 'unless-sender-constrained';
  /** How long after a rotation the same sender gets the same successor again: two tabs at once, a lost response. */
  readonly reuseInterval: Seconds;
  /** Ends when not used for this long. */
  readonly idle: Seconds;
  /** Ends in any case after this long. */
  readonly absolute: Seconds;
  /** Whether the app stays signed in when the session of the browser that it came from ends. */
  readonly survivesSignOut: boolean;
}

interface Kind {
  readonly description: string;
  /** Whether people sign in to it. */
  readonly people: boolean;
  readonly applicationType: 'web' | 'native';
  readonly grantTypes: readonly string[];
  /** The first one is the default. */
  readonly authMethods: readonly [AuthMethod, ...AuthMethod[]];
  readonly refresh: Omit<RefreshPolicy, 'idle' | 'absolute'>;
}

const signIn = ['authorization_code', 'refresh_token'] as const;
const confidential = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

export const kinds: Readonly<Record<ClientKind, Kind>> = {
  web: {
    description: 'a web app with a server that keeps its secret',
    people: true,
    applicationType: 'web',
    grantTypes: signIn,
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 30, survivesSignOut: false },
  },
  spa: {
    description: 'a single-page app in the browser',
    people: true,
    applicationType: 'web',
    grantTypes: signIn,
    authMethods: ['none'],
    // Anybody with a copy of the page's requests looks like the page: the window is short (RFC 9700 §4.14.2).
    refresh: { rotation: 'unless-sender-constrained', reuseInterval: 10, survivesSignOut: false },
  },
  native: {
    description: 'an app on a phone or a computer, or a command line',
    people: true,
    applicationType: 'native',
    grantTypes: signIn,
    // A secret that is shipped to everybody is none (RFC 8252 §8.5).
    authMethods: ['none'],
    // The browser was only the way in: its session ends sooner than people expect their app to sign them out.
    refresh: { rotation: 'unless-sender-constrained', reuseInterval: 10, survivesSignOut: true },
  },
  machine: {
    description: 'a program that acts for itself',
    people: false,
    applicationType: 'web',
    grantTypes: ['client_credentials'],
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 0, survivesSignOut: false },
  },
  api: {
    description: 'an API that asks whether tokens are good',
    people: false,
    applicationType: 'web',
    grantTypes: [],
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 0, survivesSignOut: false },
  },
};
