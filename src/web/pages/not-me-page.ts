import type { NoticeFacts } from '../../letters/index.ts';
import type { Form } from './page-parts.ts';

/** Opened from a letter that tells what happened to an account. Posts `everywhere` where that is still to be decided. */
export interface NotMePage {
  readonly kind: 'not-me';
  readonly form: Form;
  readonly told: NoticeFacts;
  /** Whether what it is about is still signed in; absent where it is about nothing of the kind, and everything ends. */
  readonly named?: 'living' | 'ended';
  /** Whether somebody used a recovery code: then none works any more. */
  readonly codes?: true;
  /** The former address, where the letter went there: the account gets it back, and everything ends. */
  readonly restores?: string;
  /** Whether a factor was kept for good since then: nothing that the letter tells of reaches it. */
  readonly keptForGood?: true;
  /** Whether the account is suspended: it stays so, and nobody gets a link for a new password. */
  readonly suspended?: true;
}
