import type { ForClient, Form } from './page-parts.ts';

/** The second factors that are proven by a code. */
export type CodeFactor = 'app' | 'sms' | 'email' | 'recovery-code';

/**
 * Between a form and its try, where others have used up the tries there. It posts the form again, with `pass`: what the
 * browser has worked out, or a ticket to wait with. `queue` draws such a ticket.
 */
export interface PassPage extends ForClient {
  readonly kind: 'pass';
  /** With all that was posted, but what is typed once more. */
  readonly form: Form;
  /** What is typed once more, by the names of the fields: passwords, and codes of a second factor. */
  readonly again: readonly ('current' | 'next' | 'password' | 'code')[];
  /** Of which factor the code is. */
  readonly factor?: CodeFactor;
  /** Whether `password` is one that is being chosen: what password managers go by. */
  readonly chosen: boolean;
  /** Whose password that is, as it was typed. */
  readonly who?: string;
  /** For the browser to do, as the script gets it. It posts by itself where nothing is left to type and nothing went wrong. */
  readonly work?: object;
  readonly queue?: string;
  readonly ticket?: string;
  /** Seconds until the ticket is good. */
  readonly wait?: number;
  /** `not-passed`: what was posted was not good, or no longer. `queue-full`: too many wait already. */
  readonly errors?: { readonly form?: 'not-passed' | 'queue-full' };
  /** Link to where the form was. */
  readonly back?: string;
}
