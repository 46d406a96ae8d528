import type { ResetOf } from '../../resets/index.ts';
import type { Form } from './page-parts.ts';

/** A reset that waits, told on every page of "my account" with the form that stops it. */
export interface ResetNotice {
  readonly of: ResetOf;
  /** Seconds since the epoch. */
  readonly at: number;
  /** The address that the account is to get. */
  readonly email?: string;
  /** Of factors: whether they were denied, and do not work meanwhile. */
  readonly denied?: true;
  readonly form: Form;
}

/** Opened from the letter or message about a reset. */
export interface StopResetPage {
  readonly kind: 'stop-reset';
  readonly of: ResetOf;
  /** As a notice's. */
  readonly denied?: true;
  readonly form: Form;
  readonly at: number;
}

/** Opened from the letter to the address that an account is to get. */
export interface ConfirmAddressPage {
  readonly kind: 'confirm-address';
  readonly form: Form;
  readonly email: string;
  readonly at: number;
}

export type ResetPages = StopResetPage | ConfirmAddressPage;
