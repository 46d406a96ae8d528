import { Worker } from 'node:worker_threads';
import { StoreUnavailable, type Durability } from '../store.ts';

type Value = string | number;
/** 1 or 0 for settled or not, then for each operation its statement's number and its values: cheap to clone. */
export type Batch = Value[];
/** What one operation came to. */
export type Answer = Value | null | { readonly taken: string } | { readonly failed: string };
/** The answers in order; or why the whole batch was rolled back. */
export type Outcome = Answer[] | string;
export interface Prepared {
  readonly sql: string;
  /** How many values it takes. */
  readonly arity: number;
  /** The number of rows changed, or the column `answer` of the first row. */
  readonly answers: 'changes' | 'value';
}
export type ToWriter = Batch | Prepared | 'close';

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
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #statements = 0;
  #batch: Batch = [0];
  #waiting: Waiting[] = [];
  #committing: Waiting[] = [];
  #scheduled = false;
  /** Why nothing more is taken. */
  #refusal: Error | undefined;
  #closing = false;

  constructor(file: string) {
    this.#worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: { file }, name: 'sqlite writer' });
    this.#worker.on('message', (outcome: Outcome) => this.#settle(outcome));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#fail(new Error('the writer ended'));
        resolve();
      });
    });
  }

  /** Prepares a statement once. `answers`: see {@link Prepared}. */
  prepare(sql: string, answers: Prepared['answers']): Operation {
    const number = this.#statements++;
    const arity = sql.split('?').length - 1;
    this.#worker.postMessage({ sql, arity, answers } satisfies ToWriter);
    return (durability, ...values) => this.#run(number, durability, values);
  }

  /** How many operations wait for their commit. */
  get queued(): number {
    return this.#waiting.length + this.#committing.length;
  }

  /** Commits what waits, then ends the writer. What is asked for from now on is refused. */
  async close(): Promise<void> {
    this.#refusal ??= new Error('the store is closed');
    this.#closing = true;
    if (this.#committing.length === 0) this.#send();
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
    if (this.#waiting.length > 0) {
      this.#worker.postMessage(this.#batch satisfies ToWriter);
      this.#committing = this.#waiting;
      this.#batch = [0];
      this.#waiting = [];
    } else if (this.#closing) {
      this.#worker.postMessage('close' satisfies ToWriter);
    }
  }

  #settle(outcome: Outcome): void {
    const committed = this.#committing;
    this.#committing = [];
    this.#send();
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
