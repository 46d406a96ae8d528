import { open, type FileHandle } from 'node:fs/promises';

/** Operations after which what they wrote is worth a sync of its own: some two mebibytes. */
const enough = 100;

/**
 * Brings SQLite's log to the disk while it is written. A checkpoint begins by syncing the log, and whatever is to be
 * written meanwhile waits for it: some 20 ms where all of the log is still to go, one or two where hardly any of it is.
 * What need not be settled is also safe from a power cut the sooner.
 *
 * The log has no lock that another descriptor could lose, and a sync that fails here fails for SQLite as well: each
 * descriptor is told of what was not written since it was opened or told last.
 */
export class Trickle {
  readonly #log: string;
  #opened: Promise<FileHandle> | undefined;
  #written = 0;
  #syncing: Promise<void> | undefined;

  /** @param log the log's path: it need not be there before the first operation */
  constructor(log: string) {
    this.#log = log;
  }

  /** To be told of how many operations each commit was. */
  committed(operations: number): void {
    this.#written += operations;
    if (this.#syncing || this.#written < enough) return;
    this.#written = 0;
    this.#syncing = this.#sync()
      .catch(() => undefined)
      .finally(() => (this.#syncing = undefined));
  }

  async close(): Promise<void> {
    await this.#syncing;
    await (await this.#opened?.catch(() => undefined))?.close();
  }

  async #sync(): Promise<void> {
    // For writing as well: Windows flushes no other.
    this.#opened ??= open(this.#log, 'r+');
    await (await this.#opened).datasync();
  }
}
