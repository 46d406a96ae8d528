/** What the catalogue says about a kind of event. */
interface Entry {
  readonly description: string;
  /** For how many days it is kept. `counted`: it is told to listeners only, because it comes with every request. */
  readonly keep: number | 'counted';
  /** The only fields its detail may have. None may ever hold a secret, a code, a token or a password. */
  readonly detail: readonly string[];
}

/** Everything that can happen, one line each. `newEvent` drops what a line does not name. */
export const catalogue = {
  'account.sign_up_requested': { description: 'Somebody asked for an account', keep: 90, detail: [] },
  'account.created': { description: 'An account was made', keep: 730, detail: [] },
  'account.signed_in': { description: 'A person signed in', keep: 365, detail: ['method'] },
  'account.sign_in_refused': { description: 'A sign-in was refused', keep: 90, detail: ['reason', 'method'] },
  'account.disabled': { description: 'An account was suspended', keep: 730, detail: ['reason'] },
  'account.enabled': { description: 'A suspended account was opened again', keep: 730, detail: [] },

  'session.started': { description: 'A session began in a browser', keep: 365, detail: ['method'] },
  'session.ended': { description: 'A session ended', keep: 365, detail: ['reason'] },

  'consent.given': { description: 'A person allowed a client something', keep: 730, detail: ['scope'] },
  'consent.widened': { description: 'A person allowed a client more', keep: 730, detail: ['scope'] },
  'consent.refused': { description: 'A person allowed a client nothing', keep: 90, detail: ['scope'] },

  'authorization.refused': { description: 'An authorization request was refused', keep: 'counted', detail: ['error'] },
  'code.issued': { description: 'An authorization code was issued', keep: 30, detail: ['scope'] },
  'code.replayed': { description: 'An authorization code was used a second time', keep: 365, detail: [] },

  'family.started': { description: 'An app was signed in', keep: 365, detail: ['scope'] },
  'family.ended': { description: 'A sign-in of an app ended', keep: 365, detail: ['reason'] },

  'token.issued': { description: 'A token was issued', keep: 30, detail: ['grantType', 'scope', 'resource', 'format'] },
  'token.refreshed': { description: 'A refresh token was rotated', keep: 30, detail: ['generation'] },
  'token.reused': { description: 'An old refresh token was used', keep: 365, detail: ['generation', 'current'] },
  'token.revoked': { description: 'A token was revoked', keep: 365, detail: ['format'] },
  'token.introspected': { description: 'A token was asked about', keep: 'counted', detail: ['active'] },
  'token.refused': { description: 'A token request was refused', keep: 'counted', detail: ['grantType', 'error'] },

  'client.created': { description: 'A client was added', keep: 730, detail: ['by', 'kind'] },
  'client.changed': { description: 'A client was changed', keep: 730, detail: ['by', 'fields'] },
  'client.secret_rotated': { description: 'A client got a new secret', keep: 730, detail: ['by', 'oldUntil'] },
  'client.removed': { description: 'A client was removed', keep: 730, detail: ['by'] },
  'client.authentication_refused': { description: 'A client proved nothing', keep: 30, detail: ['method', 'reason'] },

  'api.created': { description: 'An API was added', keep: 730, detail: ['by', 'api'] },
  'api.changed': { description: 'An API was changed', keep: 730, detail: ['by', 'api', 'fields'] },
  'api.removed': { description: 'An API was removed', keep: 730, detail: ['by', 'api'] },

  'settings.applied': {
    description: 'A declared file was applied',
    keep: 730,
    detail: ['added', 'changed', 'removed'],
  },
} as const satisfies Record<string, Entry>;

export type EventKind = keyof typeof catalogue;

/** The detail a kind of event may have. */
export type EventDetail<K extends EventKind> = K extends EventKind
  ? Readonly<Partial<Record<(typeof catalogue)[K]['detail'][number], string | number | boolean>>>
  : never;

/** All kinds, in the order of the catalogue. */
export const eventKinds = Object.keys(catalogue) as readonly EventKind[];

/** For how many days a kind is kept, or `counted`. */
export const kept = (kind: EventKind): Entry['keep'] => catalogue[kind].keep;
