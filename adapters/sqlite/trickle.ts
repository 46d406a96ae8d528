import { open, type FileHandle } from 'node:fs/promises';

/** Operations after which what they wrote is worth a sync of its own: some two mebibytes. */
const enough = 100;

/**
 * Brings SQLite's log to the disk while it is written. A checkpoint begins by syncing the log, and whatever is to be
 * written meanwhile waits for it: some 20 ms where all of the log is still to go, one or two where hardly any of it is.
 * What need not be settled is also safe from a power cut the sooner.
 *
 * The log is a file that SQLite locks nothing in, so that a descriptor of its own which is closed costs no lock.
 */
export class Trickle {
  readonly #log: string;
  readonly #failed: (error: Error) => void;
  #opened: FileHandle | undefined;
  #written = 0;
  #syncing: Promise<void> | undefined;

  /**
   * @param log the log's path: it need not be there before the first operation
   * @param failed hears that the disk did not take what was written. Nobody else may: a system tells it once, and what
   * SQLite asks of the disk afterwards would seem to succeed
   */
  constructor(log: string, failed: (error: Error) => void) {
    this.#log = log;
    this.#failed = failed;
  }

  /** To be told of how many operations each commit was. */
  committed(operations: number): void {
    this.#written += operations;
    if (this.#syncing || this.#written < enough) return;
    this.#written = 0;
    this.#syncing = this.#sync().finally(() => (this.#syncing = undefined));
  }

  async close(): Promise<void> {
    await this.#syncing;
    await this.#opened?.close();
  }

  async #sync(): Promise<void> {
    try {
      // For writing as well: Windows flushes no other.
      this.#opened ??= await open(this.#log, 'r+');
    } catch {
      // Then a checkpoint takes longer. It is tried again.
      return;
    }
    await this.#opened.datasync().catch(this.#failed);
  }
}
