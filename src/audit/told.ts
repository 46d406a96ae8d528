import type { EventKind } from './catalogue.ts';
import type { Event } from './event.ts';

/** What an account's owner is told in the history of the account. */
const told: ReadonlySet<EventKind> = new Set([
  'account.created',
  'account.signed_in',
  'account.sign_in_refused',
  'account.factor_asked',
  'account.disabled',
  'account.enabled',
  'account.signed_out',
  'account.secured',
  'admin.added',
  'admin.removed',
  'session.ended',
  'device.new',
  'password.changed',
  'password.change_refused',
  'email.changed',
  'email.restored',
  'email.reset_started',
  'email.reset_confirmed',
  'email.reset_stopped',
  'recovery.asked',
  'password.reset',
  'factor.added',
  'factor.removed',
  'factor.used',
  'factor.first_used',
  'factor.remembered',
  'factor.forgotten',
  'factor.refused',
  'factors.reset_started',
  'factors.reset_stopped',
  'factors.reset',
  'factor.copied',
  'recovery_codes.made',
  'consent.given',
  'consent.widened',
  'consent.refused',
  'consent.withdrawn',
  'family.started',
  'family.changed',
  'family.ended',
  'code.replayed',
  'token.reused',
]);

/** Ends that follow from something else, which is told itself. */
const consequences: Partial<Record<EventKind, readonly string[]>> = {
  'session.ended': ['account_disabled', 'signed_out_everywhere'],
  'family.ended': [
    'signed_out',
    'expired',
    'session_expired',
    'account_disabled',
    'client_removed',
    'disconnected',
    'password_changed',
    'signed_out_everywhere',
    'code_replayed',
    'token_reused',
    'superseded',
  ],
  'account.signed_out': ['password_changed', 'email_changed', 'not_me'],
};

/** The account in whose history an event stands. */
export function ownerOf({ kind, account, detail }: Event): string | undefined {
  const follows = consequences[kind]?.includes(String(detail?.['reason'])) === true;
  // Their own usual sign-ins are told when they are done; one unlike before may be somebody's who never gets that far.
  const isUsual = kind === 'account.factor_asked' && detail?.['signals'] === undefined;
  return told.has(kind) && !follows && !isUsual ? account : undefined;
}
