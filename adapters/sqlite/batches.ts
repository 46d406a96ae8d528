import { DatabaseSync, type StatementSync } from 'node:sqlite';

export type Value = string | number;
/** 1 or 0 for settled or not, then for each operation its statement's number and its values: cheap to clone. */
export type Batch = Value[];
/** What one operation came to. */
export type Answer = Value | null | { readonly taken: string } | { readonly failed: string };
/** The answers in order; or why the whole batch was rolled back. */
export type Outcome = Answer[] | string;
export interface Statement {
  readonly sql: string;
  /** How many values it takes. */
  readonly arity: number;
  /** The number of rows changed, or the column `answer` of the first row. */
  readonly answers: 'changes' | 'value';
}

interface Prepared extends Statement {
  readonly prepared: StatementSync;
}

/** How long to wait for another process that writes to the same file, in milliseconds. */
const busyTimeout = 5000;
/** Pages (4 KiB) in the log before they are moved to the database: a page that changes often is moved once. */
const checkpointAfter = 4000;

/** SQLite's result codes: https://www.sqlite.org/rescode.html */
const uniqueViolations = new Set([1555, 2067, 2579]);
const diskFailures = new Set([10, 11, 26]);
/** The operation itself was at fault, and the transaction goes on without it. */
const ownFaults = new Set([1, 18, 19, 20, 25]);

/** A connection that runs each batch of operations in one transaction. */
export class BatchWriter {
  readonly #database: DatabaseSync;
  readonly #logged: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #statements: Prepared[] = [];
  #settled: boolean | undefined;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: busyTimeout });
    // On macOS a plain sync leaves data in the drive's own cache; elsewhere fullfsync changes nothing.
    // SQLite's own checkpoints keep to themselves that the disk failed. An older SQLite takes NOOP for PASSIVE.
    this.#database.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA fullfsync = 1');
    this.#logged = this.#database.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#checkpoint = this.#database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** The n-th statement prepared is number n, from 0, in batches. */
  prepare(statement: Statement): void {
    this.#statements.push({ ...statement, prepared: this.#database.prepare(statement.sql) });
  }

  /** @throws SQLite's own error when the disk failed: this connection must not be used any more */
  commit(batch: Batch): Outcome {
    try {
      this.#settle(batch[0] === 1);
      this.#database.exec('BEGIN IMMEDIATE');
      const answers = this.#runAll(batch);
      this.#database.exec('COMMIT');
      return answers;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      // After a failed sync nobody knows what is on the disk, and the next one would report success falsely.
      if (diskFailures.has(code(error) & 0xff)) throw error;
      return String(error);
    }
  }

  /**
   * Moves the log to the database when there is enough of it: to be called after each commit, when that was answered.
   * @throws SQLite's own error when the disk failed: this connection must not be used any more
   */
  tidy(): void {
    if (Number(this.#logged.get()?.['log']) >= checkpointAfter) this.#checkpoint.get();
  }

  close(): void {
    this.#database.close();
  }

  /** FULL syncs the log to the disk with each commit; NORMAL leaves that to the next one that asks, or a checkpoint. */
  #settle(wanted: boolean): void {
    // Within a transaction this pragma would be ignored without a word.
    if (wanted !== this.#settled) this.#database.exec(`PRAGMA synchronous = ${wanted ? 'FULL' : 'NORMAL'}`);
    this.#settled = wanted;
  }

  #runAll(batch: Batch): Answer[] {
    const answers: Answer[] = [];
    for (let at = 1; at < batch.length;) {
      const statement = this.#statements[Number(batch[at])];
      if (!statement) throw new Error('an operation without its statement');
      const from = at + 1;
      at = from + statement.arity;
      answers.push(this.#run(statement, batch.slice(from, at)));
    }
    return answers;
  }

  #run({ prepared, answers }: Prepared, values: Value[]): Answer {
    try {
      if (answers === 'changes') return Number(prepared.run(...values).changes);
      return (prepared.get(...values)?.['answer'] as Value | undefined) ?? null;
    } catch (error) {
      if (!this.#database.isTransaction || !ownFaults.has(code(error) & 0xff)) throw error;
      return isUniqueViolation(error) ? { taken: String(error) } : { failed: String(error) };
    }
  }
}

export const isUniqueViolation = (error: unknown): boolean => uniqueViolations.has(code(error));

const code = (error: unknown): number => (error as { errcode?: number }).errcode ?? 0;
