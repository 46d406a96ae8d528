import { StoreUnavailable, type Durability } from '../store.ts';
import type { Batch, Outcome, Statement, Value } from './batches.ts';
import type { Writer } from './writers.ts';

/** A unique index refused the operation. */
export class Taken extends Error {}

/** Runs one operation in the next batch. */
export type Operation = (durability: Durability, ...values: Value[]) => Promise<Value | null>;

/** Beyond this many waiting operations new ones are refused: the disk is not keeping up, and memory is finite. */
const mostWaiting = 50_000;

interface Waiting {
  resolve(answer: Value | null): void;
  reject(error: Error): void;
}

/**
 * Group commit: collects operations while the writer commits, and sends all of them as the next transaction. A sync of
 * the disk costs the same for one operation as for a thousand.
 */
export class GroupCommit {
  readonly #writer: Writer;
  readonly #committed: (operations: number) => void;
  readonly #ended: Promise<void>;
  #statements = 0;
  #batch: Batch = [0];
  #waiting: Waiting[] = [];
  #committing: Waiting[] = [];
  #scheduled = false;
  /** Why nothing more is taken. */
  #refusal: Error | undefined;
  #closing = false;

  /** @param committed is told of how many operations each commit was */
  constructor(writer: Writer, committed: (operations: number) => void = () => undefined) {
    this.#writer = writer;
    this.#committed = committed;
    this.#ended = new Promise((resolve) => {
      writer.listen(
        (outcome) => this.#settle(outcome),
        (reason = new Error('the writer ended')) => {
          this.#fail(reason);
          resolve();
        },
      );
    });
  }

  /** Prepares a statement once. `answers`: see {@link Statement}. */
  prepare(sql: string, answers: Statement['answers']): Operation {
    const number = this.#statements++;
    const arity = sql.split('?').length - 1;
    this.#writer.give({ sql, arity, answers });
    return (durability, ...values) => this.#run(number, durability, values);
  }

  /** How many operations wait for their commit. */
  get queued(): number {
    return this.#waiting.length + this.#committing.length;
  }

  /** Takes nothing more, and answers nothing of what waits: nobody knows any more what is on the disk. */
  refuse(reason: Error): void {
    this.#fail(reason);
  }

  /** Commits what waits, then ends the writer. What is asked for from now on is refused. */
  async close(): Promise<void> {
    this.#refusal ??= new Error('the store is closed');
    this.#closing = true;
    this.#send();
    await this.#ended;
  }

  #run(statement: number, durability: Durability, values: Value[]): Promise<Value | null> {
    if (this.#refusal) return Promise.reject(unavailable(this.#refusal));
    if (this.#waiting.length >= mostWaiting) return Promise.reject(unavailable(`${mostWaiting} writes wait already`));
    if (durability === 'settled') this.#batch[0] = 1;
    this.#batch.push(statement, ...values);
    if (!this.#scheduled && this.#committing.length === 0) {
      this.#scheduled = true;
      // Not at once: what the other requests of this turn of the event loop write shall come along.
      setImmediate(() => this.#send());
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#committing.length > 0) return;
    if (this.#waiting.length > 0) {
      const batch = this.#batch;
      this.#committing = this.#waiting;
      this.#batch = [0];
      this.#waiting = [];
      this.#writer.give(batch);
    } else if (this.#closing) {
      this.#closing = false;
      this.#writer.give('close');
    }
  }

  #settle(outcome: Outcome): void {
    const committed = this.#committing;
    this.#committing = [];
    this.#send();
    this.#committed(committed.length);
    if (typeof outcome === 'string') return committed.forEach(({ reject }) => reject(unavailable(outcome)));
    committed.forEach(({ resolve, reject }, index) => {
      const answer = outcome[index] ?? null;
      if (typeof answer !== 'object' || answer === null) resolve(answer);
      else if ('taken' in answer) reject(new Taken(answer.taken));
      else reject(unavailable(answer.failed));
    });
  }

  #fail(error: Error): void {
    this.#refusal ??= error;
    const lost = [...this.#committing, ...this.#waiting];
    this.#committing = [];
    this.#waiting = [];
    lost.forEach(({ reject }) => reject(unavailable(error)));
  }
}

const unavailable = (cause: Error | string): StoreUnavailable => new StoreUnavailable('SQLite cannot write', { cause });
