import type { PasswordProblem } from '../../accounts/index.ts';
import type { ForClient, Form } from './page-parts.ts';

/** Who has forgotten their password posts `email`. */
export interface RecoverPage extends ForClient {
  readonly kind: 'recover';
  readonly form: Form;
  readonly email?: string;
  readonly errors?: { readonly email?: 'missing' | 'invalid'; readonly form?: 'too-many' };
  /** Link to the sign-in page. */
  readonly back: string;
}

/** The same whether or not there is an account. */
export interface RecoverSentPage extends ForClient {
  readonly kind: 'recover-sent';
  readonly email: string;
  /** For how long the link in the letter works. */
  readonly minutes: number;
  readonly back: string;
  /** Development only: link to the letters. */
  readonly outbox?: string;
}

/** Opened from the letter: posts `password`. */
export interface NewPasswordPage extends ForClient {
  readonly kind: 'new-password';
  readonly form: Form;
  readonly email: string;
  readonly passwordMinimum: number;
  readonly errors?: {
    readonly password?: PasswordProblem;
    readonly form?: 'busy';
  };
}

export type RecoverPages = RecoverPage | RecoverSentPage | NewPasswordPage;
