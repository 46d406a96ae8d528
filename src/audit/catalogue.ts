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
  'invitation.made': { description: 'Somebody was invited', keep: 730, detail: ['invitation'] },
  'invitation.withdrawn': { description: 'An invitation was withdrawn', keep: 730, detail: ['invitation'] },
  'account.created': { description: 'An account was made', keep: 730, detail: [] },
  'account.signed_in': {
    description: 'A person signed in',
    keep: 365,
    detail: [
      'method',
      'device',
      'spared',
      'signals',
      'from',
      'to',
      'action',
      'told',
      'provenAt',
      'back',
      'putOut',
      'factor',
    ],
  },
  'account.factor_asked': {
    description: 'A first factor was proven, and a second one asked for',
    keep: 365,
    detail: ['method', 'signals', 'from', 'to', 'action'],
  },
  'account.sign_in_refused': {
    description: 'A sign-in was refused',
    keep: 90,
    detail: ['reason', 'method', 'signals', 'from', 'to', 'action'],
  },
  'account.disabled': { description: 'An account was suspended', keep: 730, detail: ['reason'] },
  'account.signed_out': {
    description: 'A person was signed out everywhere, or everywhere else',
    keep: 365,
    detail: ['reason', 'count', 'kept', 'by'],
  },
  'account.secured': {
    description: 'An owner said that something was not them: the password is void, and what it was about ended',
    keep: 730,
    detail: ['event', 'what', 'happened', 'since', 'count', 'device', 'restored', 'codes'],
  },
  'account.enabled': { description: 'A suspended account was opened again', keep: 730, detail: [] },

  'admin.added': { description: 'An account was made an admin', keep: 730, detail: [] },
  'admin.removed': { description: 'An account is no admin any more', keep: 730, detail: [] },

  'session.started': {
    description: 'A session began in a browser',
    keep: 365,
    detail: ['device', 'doubtful', 'factor', 'signals', 'provenAt'],
  },
  'session.ended': { description: 'A session ended', keep: 365, detail: ['reason', 'device', 'by', 'kept'] },

  'device.new': {
    description: 'A person signed in where they never did before',
    keep: 365,
    detail: ['name', 'device', 'factor', 'signals', 'provenAt'],
  },

  'password.changed': { description: 'A person changed their password', keep: 730, detail: ['count'] },
  'password.change_refused': {
    description: 'A password was not changed: the current one was wrong',
    keep: 365,
    detail: [],
  },

  'consent.given': { description: 'A person allowed a client something', keep: 730, detail: ['scope'] },
  'consent.widened': { description: 'A person allowed a client more', keep: 730, detail: ['scope'] },
  'consent.withdrawn': { description: 'A person disconnected a client', keep: 730, detail: [] },
  'consent.refused': { description: 'A person allowed a client nothing', keep: 90, detail: ['scope'] },

  'email.changed': { description: 'An account got another e-mail address', keep: 730, detail: ['because'] },
  'email.restored': { description: 'An account got its former e-mail address back', keep: 730, detail: [] },
  'email.reset_started': {
    description: 'An admin began to give an account another e-mail address',
    keep: 730,
    detail: ['at'],
  },
  'email.reset_confirmed': {
    description: 'The e-mail address that an admin’s change is about was confirmed',
    keep: 730,
    detail: [],
  },
  'email.reset_stopped': {
    description: 'An admin’s change of an e-mail address was stopped, or could not be made',
    keep: 730,
    detail: ['because'],
  },
  'recovery.asked': { description: 'A letter to set a new password was sent', keep: 365, detail: [] },
  'password.reset': { description: 'A new password was set by a letter', keep: 730, detail: [] },

  'factor.added': {
    description: 'A second factor was added',
    keep: 730,
    detail: ['factor', 'attestation', 'aaguid'],
  },
  'factor.removed': { description: 'A second factor was removed', keep: 730, detail: ['factor', 'by', 'because'] },
  'factor.used': { description: 'A second factor was proven', keep: 90, detail: ['factor', 'left'] },
  'factor.first_used': {
    description: 'A kind of second factor was proven for the first time on a device',
    keep: 365,
    detail: ['factor', 'device'],
  },
  'factor.remembered': {
    description: 'A second factor is not asked for on a device for a while',
    keep: 365,
    detail: ['device'],
  },
  'factor.forgotten': {
    description: 'A second factor is asked for on a device again, before the time was over',
    keep: 365,
    detail: ['device'],
  },
  'factor.code_asked': { description: 'A code was asked for, by text message or e-mail', keep: 90, detail: ['factor'] },
  'factor.refused': {
    description: 'A second factor was not proven',
    keep: 365,
    detail: ['factor', 'tries', 'guesses'],
  },
  'factors.reset_started': {
    description: 'A reset of second factors began, by an admin or because an owner denied the first one',
    keep: 730,
    detail: ['at', 'because'],
  },
  'factors.reset_stopped': {
    description: 'A reset of second factors was stopped, or factors that were denied were kept',
    keep: 730,
    detail: ['because', 'since'],
  },
  'factors.reset': {
    description: 'Second factors were reset: as an admin had started it, or because the first one had been denied',
    keep: 730,
    detail: ['because'],
  },
  'factor.copied': {
    description: 'A passkey was refused: its count went back, so there may be a copy of it',
    keep: 730,
    detail: ['factor'],
  },
  'recovery_codes.made': { description: 'New recovery codes were made', keep: 730, detail: ['left', 'first'] },

  'authorization.refused': { description: 'An authorization request was refused', keep: 'counted', detail: ['error'] },
  'code.issued': { description: 'An authorization code was issued', keep: 30, detail: ['scope'] },
  'code.replayed': { description: 'An authorization code was used a second time', keep: 365, detail: [] },

  'family.started': { description: 'An app was signed in', keep: 365, detail: ['scope'] },
  'family.changed': {
    description: 'A sign-in of an app was used from elsewhere or by something else',
    keep: 365,
    detail: ['action', 'what', 'from', 'to'],
  },
  'family.ended': { description: 'A sign-in of an app ended', keep: 365, detail: ['reason', 'by'] },

  'token.issued': { description: 'A token was issued', keep: 30, detail: ['grantType', 'scope', 'resource', 'format'] },
  'token.refreshed': { description: 'A refresh token was rotated', keep: 30, detail: ['generation'] },
  'token.reused': { description: 'An old refresh token was used', keep: 365, detail: ['generation', 'current'] },
  'token.revoked': { description: 'A token was revoked', keep: 365, detail: ['format'] },
  'token.introspected': { description: 'A token was asked about', keep: 'counted', detail: ['active'] },
  'token.refused': { description: 'A token request was refused', keep: 'counted', detail: ['grantType', 'error'] },

  'client.created': { description: 'A client was added', keep: 730, detail: ['by', 'actor', 'kind'] },
  'client.changed': { description: 'A client was changed', keep: 730, detail: ['by', 'actor', 'fields'] },
  'client.secret_rotated': { description: 'A client got a new secret', keep: 730, detail: ['by', 'actor', 'oldUntil'] },
  'client.removed': { description: 'A client was removed', keep: 730, detail: ['by', 'actor'] },
  'client.authentication_refused': { description: 'A client proved nothing', keep: 30, detail: ['method', 'reason'] },

  'protection.refused': {
    description: 'A request was refused: too many tries, or a ban',
    keep: 'counted',
    detail: ['what', 'reason'],
  },
  'protection.passed': {
    description: 'A full budget of tries was passed, by work or by a ticket',
    keep: 'counted',
    detail: ['what', 'reason'],
  },
  'protection.used_up': {
    description: 'A budget of tries was used up',
    keep: 90,
    detail: ['what', 'reason', 'tries', 'seconds'],
  },
  'protection.sprayed': {
    description: 'One wrong password was tried on many accounts, wherever from',
    keep: 90,
    detail: ['accounts', 'seconds'],
  },
  'ban.added': { description: 'A network was banned', keep: 730, detail: ['network', 'by', 'reason', 'until'] },
  'ban.removed': { description: 'A ban was lifted', keep: 730, detail: ['network', 'by'] },

  'api.created': { description: 'An API was added', keep: 730, detail: ['by', 'actor', 'api'] },
  'api.changed': { description: 'An API was changed', keep: 730, detail: ['by', 'actor', 'api', 'fields'] },
  'api.removed': { description: 'An API was removed', keep: 730, detail: ['by', 'actor', 'api'] },

  'logout.sent': { description: 'An app was told of a sign-out', keep: 'counted', detail: [] },
  'logout.undelivered': {
    description: 'An app could not be told of a sign-out',
    keep: 365,
    detail: ['reason', 'tries'],
  },
  'letter.undelivered': {
    description: 'A letter could not be sent',
    keep: 365,
    detail: ['letter', 'reason', 'tries'],
  },

  'message.undelivered': {
    description: 'A text message could not be sent',
    keep: 365,
    detail: ['reason', 'tries'],
  },

  'keys.rotated': {
    description: 'A new key was made; it is used from a time on',
    keep: 730,
    detail: ['key', 'purpose', 'usedFrom', 'by'],
  },
  'keys.dropped': { description: 'A former key was taken away', keep: 730, detail: ['key', 'purpose'] },
  'keys.resealed': {
    description: 'Keys were sealed under another master key',
    keep: 730,
    detail: ['keys', 'master'],
  },

  'store.went_back': {
    description: 'The store was older than a token that it gave out: it was put back without postern restore',
    keep: 730,
    detail: ['generation', 'current'],
  },
  'store.restored': {
    description: 'A backup was restored; every session and token of before ended',
    keep: 730,
    detail: ['madeAt', 'epoch', 'documents'],
  },

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
