import { Worker } from 'node:worker_threads';
import { BatchWriter, type Batch, type Outcome, type Statement } from './batches.ts';

export type ToWriter = Batch | Statement | 'close';

/** Where batches are written: one at a time, and its outcome is told before the next is given. */
export interface Writer {
  give(message: ToWriter): void;
  /** @param told for each batch; `ended` once, with a reason unless it was closed */
  listen(told: (outcome: Outcome) => void, ended: (reason?: Error) => void): void;
}

/** Writes in a thread of its own. */
export function threadWriter(file: string): Writer {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: { file }, name: 'sqlite writer' });
  return {
    give: (message) => worker.postMessage(message),
    listen(told, ended) {
      worker.on('message', told);
      worker.on('error', ended);
      worker.on('exit', () => ended());
    },
  };
}

/** Writes in this thread, which stands still meanwhile. For a moment or two when nobody waits. */
export function inlineWriter(file: string): Writer {
  const writer = new BatchWriter(file);
  let told: (outcome: Outcome) => void = () => undefined;
  let ended: (reason?: Error) => void = () => undefined;
  return {
    give(message) {
      try {
        if (message === 'close') {
          writer.close();
          ended();
        } else if (Array.isArray(message)) {
          told(writer.commit(message));
          writer.tidy();
        } else {
          writer.prepare(message);
        }
      } catch (error) {
        ended(error as Error);
      }
    },
    listen(onOutcome, onEnd) {
      told = onOutcome;
      ended = onEnd;
    },
  };
}
