import type { PasswordProblem } from '../../accounts/index.ts';
import type { Form } from './page-parts.ts';

/** Opened from an invitation: posts `password` and, if the person likes, `name`. The address is settled. */
export interface InvitationPage {
  readonly kind: 'invitation';
  readonly form: Form;
  readonly email: string;
  readonly name?: string;
  readonly passwordMinimum: number;
  readonly errors?: {
    readonly name?: 'too-long';
    readonly password?: PasswordProblem;
    readonly form?: 'busy';
  };
}
