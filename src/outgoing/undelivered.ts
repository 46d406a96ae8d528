/** An attempt that came to nothing, for a reason that was to be expected. Only a cause that it names is logged. */
export class Undelivered extends Error {
  /** A stable word, or `http_` and a status: it stands in the audit record. */
  readonly reason: string;
  /** Whether no other try would end better. */
  readonly final: boolean;

  constructor(reason: string, { final = false, cause }: { final?: boolean; cause?: unknown } = {}) {
    super(`not delivered: ${reason}`, { cause });
    this.name = 'Undelivered';
    this.reason = reason;
    this.final = final;
  }
}
