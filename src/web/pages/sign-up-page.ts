import type { AddressProblem, PasswordProblem, PasswordStrength } from '../../accounts/index.ts';
import type { ForClient, Form } from './page-parts.ts';

/** Posts `email`, `password` and, if the person likes, `name`. */
export interface SignUpPage extends ForClient {
  readonly kind: 'sign-up';
  readonly form: Form;
  readonly email?: string;
  readonly name?: string;
  /** Characters, told beside the field. */
  readonly passwordMinimum: number;
  readonly errors?: {
    readonly name?: 'too-long';
    readonly email?: 'missing' | 'invalid' | AddressProblem;
    readonly password?: PasswordProblem;
    /** `over`: what was typed here before is no more. */
    readonly form?: 'too-many' | 'busy' | 'over';
  };
  /** Seconds to wait, told with `too-many`. */
  readonly wait?: number;
  readonly signIn?: string;
  readonly cancel?: Form;
}

/** After sign-up: posts `code`, as it stands in the letter. */
export interface ConfirmEmailPage extends ForClient {
  readonly kind: 'confirm-email';
  readonly form: Form;
  readonly email: string;
  readonly errors?: { readonly code?: 'missing' | 'wrong' | 'expired' | 'too-many' };
  /** Form that sends the letter again. */
  readonly resend?: Form;
  /** The letter was just sent again. */
  readonly resent?: boolean;
  /** Of the password that was just chosen. */
  readonly strength?: PasswordStrength;
  /** Link back to the sign-up page, for who mistyped the address. */
  readonly changeAddress?: string;
  /** Development only: link to the letters. */
  readonly outbox?: string;
}

/**
 * A page opened from a letter. Nothing happens before its button is pressed, so that a mail scanner that follows links
 * burns nothing. Posts `password` where `password` is asked.
 */
export interface ConfirmLinkPage extends ForClient {
  readonly kind: 'confirm-link';
  readonly form: Form;
  readonly email: string;
  /** The letter was opened in another browser than the one that signed up: only who knows the password may go on. */
  readonly password?: boolean;
  readonly errors?: { readonly password?: 'missing' | 'wrong' | 'too-many' };
}

export type SignUpPages = SignUpPage | ConfirmEmailPage | ConfirmLinkPage;
