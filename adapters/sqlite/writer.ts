/**
 * The writing thread: runs each batch of operations that it is sent in one transaction.
 *
 * SQLite blocks while it waits for a lock or the disk, so that must never happen on the thread that serves requests.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Batch, Outcome, Prepared, ToWriter } from './group.ts';

/** How long to wait for another process that writes to the same file, in milliseconds. */
const busyTimeout = 5000;
/** Pages (4 KiB) in the log before they are moved to the database: a page that changes often is moved once. */
const checkpointAfter = 4000;

/** SQLite's result codes: https://www.sqlite.org/rescode.html */
const uniqueViolations = new Set([1555, 2067, 2579]);
const disk = { ioError: 10, corrupt: 11, notADatabase: 26 };
/** The operation itself was at fault, and the transaction goes on without it. */
const ownFaults = new Set([1, 18, 19, 20, 25]);

const port = parentPort;
if (!port) throw new Error('the writer runs in a worker thread');

const database = new DatabaseSync((workerData as { file: string }).file);
database.exec(`PRAGMA busy_timeout = ${busyTimeout}; PRAGMA wal_autocheckpoint = ${checkpointAfter}`);
const prepared: { statement: StatementSync; arity: number; answers: Prepared['answers'] }[] = [];
let settled: boolean | undefined;

port.on('message', (message: ToWriter) => {
  if (message === 'close') {
    database.close();
    port.close();
  } else if (Array.isArray(message)) {
    port.postMessage(commit(message));
  } else {
    prepared.push({ ...message, statement: database.prepare(message.sql) });
  }
});

/** FULL syncs the log to the disk with each commit; NORMAL leaves that to the next one that asks, or a checkpoint. */
function settle(wanted: boolean): void {
  // Within a transaction this pragma would be ignored without a word.
  if (wanted !== settled) database.exec(`PRAGMA synchronous = ${wanted ? 'FULL' : 'NORMAL'}`);
  settled = wanted;
}

function commit(batch: Batch): Outcome {
  try {
    settle(batch[0] === 1);
    database.exec('BEGIN IMMEDIATE');
    const answers = runAll(batch);
    database.exec('COMMIT');
    return answers;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    // After a failed sync nobody knows what is on the disk, and trying again would report success falsely.
    if (isDisk(error)) throw error;
    return String(error);
  }
}

function runAll(batch: Batch): Answer[] {
  const answers: Answer[] = [];
  for (let at = 1; at < batch.length;) {
    const entry = prepared[batch[at] as number];
    if (!entry) throw new Error('an operation without its statement');
    const from = at + 1;
    at = from + entry.arity;
    answers.push(run(entry, batch.slice(from, at)));
  }
  return answers;
}

function run({ statement, answers }: (typeof prepared)[number], values: Batch): Answer {
  try {
    if (answers === 'changes') return Number(statement.run(...values).changes);
    return (statement.get(...values)?.['answer'] as string | number | undefined) ?? null;
  } catch (error) {
    if (!database.isTransaction || !ownFaults.has(code(error) & 0xff)) throw error;
    return uniqueViolations.has(code(error)) ? { taken: String(error) } : { failed: String(error) };
  }
}

const code = (error: unknown): number => (error as { errcode?: number }).errcode ?? 0;

function isDisk(error: unknown): boolean {
  const primary = code(error) & 0xff;
  return primary === disk.ioError || primary === disk.corrupt || primary === disk.notADatabase;
}
