import type { PasswordProblem } from '../../accounts/index.ts';
import type { ClientBrand } from '../../brand/index.ts';
import type { Form } from './page-parts.ts';

/** Who has forgotten their password posts `email`. */
export interface RecoverPage {
  readonly kind: 'recover';
  readonly client?: ClientBrand;
  readonly form: Form;
  readonly email?: string;
  readonly errors?: { readonly email?: 'missing' | 'invalid'; readonly form?: 'too-many' };
  /** Link to the sign-in page. */
  readonly back: string;
}

/** The same whether or not there is an account. */
export interface RecoverSentPage {
  readonly kind: 'recover-sent';
  readonly client?: ClientBrand;
  readonly email: string;
  /** For how long the link in the letter works. */
  readonly minutes: number;
  readonly back: string;
  /** Development only: link to the letters. */
  readonly outbox?: string;
}

/** Opened from the letter: posts `password`. */
export interface NewPasswordPage {
  readonly kind: 'new-password';
  readonly client?: ClientBrand;
  readonly form: Form;
  readonly email: string;
  readonly passwordMinimum: number;
  readonly errors?: {
    readonly password?: PasswordProblem;
    readonly form?: 'busy';
  };
}

export type RecoverPages = RecoverPage | RecoverSentPage | NewPasswordPage;
