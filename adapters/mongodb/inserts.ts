import { BSON, MongoBulkWriteError, MongoInvalidArgumentError, type Collection } from 'mongodb';
import type { Durability } from '../store.ts';
import type { Stored } from './stored.ts';

interface Waiting {
  readonly document: Stored;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Inserts into one collection: those of one turn of the event loop go as one command, and each has its own outcome.
 * A server spends about as much on a command as on several documents.
 */
export class Inserts {
  readonly #collection: Collection<Stored>;
  readonly #journal: boolean;
  #waiting: Waiting[] = [];

  constructor(collection: Collection<Stored>, durability: Durability) {
    this.#collection = collection;
    this.#journal = durability === 'settled';
  }

  /** @throws the driver's error for this document */
  add(document: Stored): Promise<void> {
    if (this.#waiting.length === 0) {
      setImmediate(() => {
        const sent = this.#waiting;
        this.#waiting = [];
        void this.#send(sent);
      });
    }
    return new Promise((resolve, reject) => this.#waiting.push({ document, resolve, reject }));
  }

  async #send(sent: readonly Waiting[]): Promise<void> {
    try {
      await this.#collection.insertMany(
        sent.map(({ document }) => document),
        { ordered: false, writeConcern: { w: 'majority', journal: this.#journal, wtimeoutMS: 4000 } },
      );
      sent.forEach(({ resolve }) => resolve());
    } catch (error) {
      if (wasNotSent(error) && sent.length > 1) sent.forEach((one) => void this.#send([one]));
      else settleEach(sent, error);
    }
  }
}

/** The driver could not encode one of them: that one must not spoil the others. */
const wasNotSent = (error: unknown): boolean =>
  BSON.BSONError.isBSONError(error) || error instanceof MongoInvalidArgumentError;

/**
 * Only when the server accounts for every document is it known which were refused and that the others are in. The
 * driver reports a lost connection as the same kind of error, with no document refused.
 */
function settleEach(sent: readonly Waiting[], error: unknown): void {
  const refusals = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
  const accountedFor =
    error instanceof MongoBulkWriteError &&
    refusals.length > 0 &&
    error.insertedCount + refusals.length >= sent.length &&
    !error.result.getWriteConcernError();
  const refused = new Map(refusals.map((refusal) => [refusal.index, refusal]));
  sent.forEach(({ resolve, reject }, index) => {
    if (!accountedFor) reject(new Error('it is not known which of several inserts happened', { cause: error }));
    else if (refused.has(index)) reject(refused.get(index));
    else resolve();
  });
}
