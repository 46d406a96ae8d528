/**
 * Hears what failed without anybody waiting for it, and what it was about: for the log, so of its fields, and names
 * only. What somebody was sent, or where, is nobody else's business.
 */
export type Report = (
  error: unknown,
  about?: {
    /** Of what goes out. */
    readonly kind?: string;
    /** Why it did not, as the record would say it. */
    readonly reason?: string;
    /** Kind of the event that was not told. */
    readonly event?: string;
    /** Of the records that owe the event. */
    readonly collection?: string;
  },
) => void;
