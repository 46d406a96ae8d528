import type { AddressProblem } from '../../accounts/index.ts';
import type { OfAccount } from './account-page.ts';
import type { Form } from './page-parts.ts';

/** GET /account/email: posts `email`. */
export interface EmailPage extends OfAccount {
  readonly kind: 'email';
  readonly form: Form;
  readonly email?: string;
  readonly errors?: {
    readonly email?: 'missing' | 'invalid' | 'same' | 'too-many' | 'void' | 'again' | AddressProblem;
  };
}

/** Posts `code`, as it stands in the letter to the new address. */
export interface EmailCodePage extends OfAccount {
  readonly kind: 'email-code';
  readonly form: Form;
  readonly to: string;
  readonly minutes: number;
  readonly back: string;
  readonly errors?: { readonly code?: 'missing' | 'wrong' };
}

export type EmailPages = EmailPage | EmailCodePage;
