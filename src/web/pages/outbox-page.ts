/** Development only: the letters that would have been sent, newest first. */
export interface OutboxPage {
  readonly kind: 'outbox';
  readonly letters: readonly {
    readonly to: string;
    readonly subject: string;
    /** Seconds since the epoch. */
    readonly at: number;
    /** Link that opens it. */
    readonly url: string;
  }[];
  readonly open?: {
    readonly to: string;
    readonly subject: string;
    readonly at: number;
    /** The plain part. Its http(s) addresses become links. */
    readonly text: string;
  };
  /** Link to the list as it is then: a letter is on its way for a moment. Shown with the list. */
  readonly again?: string;
  /** Link to the list, shown with an open letter. */
  readonly back?: string;
}
