import type { ForClient, Next } from './page-parts.ts';

/** One thing to tell. */
export interface MessagePage extends ForClient {
  readonly kind: 'message';
  /** `email-confirmed`: go on in the tab where you began. `sign-up-closed`. `welcome`: the issuer's own address. */
  readonly message:
    | 'email-confirmed'
    | 'sign-up-closed'
    | 'sign-up-by-invitation'
    | 'invitation-accepted'
    | 'invitation-used'
    | 'invitation-withdrawn'
    | 'welcome'
    | 'still-signed-in'
    | 'password-reset'
    | 'email-restored'
    | 'email-restored-waits'
    | 'email-restored-suspended'
    | 'address-gone'
    | 'reset-stopped'
    | 'factors-kept'
    | 'email-reset-stopped'
    | 'address-confirmed'
    | 'not-me-waits'
    | 'not-me-done'
    | 'secured'
    | 'secured-waits';
  /** With `…-waits`: when a second factor goes that no longer works, in seconds since the epoch. */
  readonly at?: number;
  readonly next?: Next;
}
