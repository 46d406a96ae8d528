import type { ChangeRules, RefreshPolicy } from '../tokens/index.ts';

/** What an admin calls a client, and what OAuth makes of it. */
export const clientKinds = ['web', 'spa', 'native', 'machine', 'api'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** How a client proves who it is at the token endpoint (RFC 6749 §2.3, OIDC Core §9). */
export const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export type AuthMethod = (typeof authMethods)[number];

export const hasSecret = (method: AuthMethod): boolean =>
  method === 'client_secret_basic' || method === 'client_secret_post';

/**
 * How tokens are bound to whoever got them, so that a copy is of no use: by a key of the app's own (DPoP, RFC 9449) or
 * by its TLS certificate (RFC 8705 §3), each proven with every request. `none`: only where the app proves a key anyway.
 */
export const senderConstraints = ['none', 'dpop', 'mtls'] as const;
export type SenderConstraint = (typeof senderConstraints)[number];

interface Kind {
  readonly description: string;
  /** Whether people sign in to it. */
  readonly people: boolean;
  readonly applicationType: 'web' | 'native';
  readonly grantTypes: readonly string[];
  /** The first one is the default. */
  readonly authMethods: readonly [AuthMethod, ...AuthMethod[]];
  /** What holds where a client says nothing else; how long is a matter of the installation. */
  readonly refresh: Omit<RefreshPolicy, 'idle' | 'absolute' | 'devices'>;
}

const signIn = ['authorization_code', 'refresh_token'] as const;

/** A server has one agent and is in one place; who it is, it proves. */
const anyChange: ChangeRules = {
  userAgent: 'allow',
  system: 'allow',
  country: 'allow',
  speed: 'allow',
  appVersion: 'allow',
};

const confidential = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

export const kinds: Readonly<Record<ClientKind, Kind>> = {
  web: {
    description: 'a web app with a server that keeps its secret',
    people: true,
    applicationType: 'web',
    grantTypes: signIn,
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 30, survivesSignOut: false, changes: anyChange },
  },
  spa: {
    description: 'a single-page app in the browser',
    people: true,
    applicationType: 'web',
    grantTypes: signIn,
    authMethods: ['none'],
    // Anybody with a copy of the page's requests looks like the page: the window is short (RFC 9700 §4.14.2).
    refresh: {
      rotation: 'unless-sender-constrained',
      reuseInterval: 10,
      survivesSignOut: false,
      // Its tokens never leave the browser that they were given to; with a laptop, that browser travels.
      changes: { userAgent: 'revoke', system: 'revoke', country: 'notify', speed: 'notify', appVersion: 'allow' },
    },
  },
  native: {
    description: 'an app on a phone or a computer, or a command line',
    people: true,
    applicationType: 'native',
    grantTypes: signIn,
    // A secret that is shipped to everybody is none (RFC 8252 §8.5).
    authMethods: ['none'],
    // The browser was only the way in: its session ends sooner than people expect their app to sign them out.
    refresh: {
      rotation: 'unless-sender-constrained',
      reuseInterval: 10,
      survivesSignOut: true,
      // Phones travel, and change networks all day. An update may bring another HTTP client, and never an older app.
      changes: { userAgent: 'notify', system: 'revoke', country: 'allow', speed: 'allow', appVersion: 'notify' },
    },
  },
  machine: {
    description: 'a program that acts for itself',
    people: false,
    applicationType: 'web',
    grantTypes: ['client_credentials'],
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 0, survivesSignOut: false, changes: anyChange },
  },
  api: {
    description: 'an API that asks whether tokens are good',
    people: false,
    applicationType: 'web',
    grantTypes: [],
    authMethods: confidential,
    refresh: { rotation: 'always', reuseInterval: 0, survivesSignOut: false, changes: anyChange },
  },
};
