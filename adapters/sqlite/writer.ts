/**
 * The writing thread. SQLite blocks while it waits for a lock or the disk, and that must never happen on the thread
 * that serves requests.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { giveBackMemory } from '../memory.ts';
import { BatchWriter } from './batches.ts';
import type { ToWriter } from './writers.ts';

const writer = new BatchWriter((workerData as { readonly file: string }).file);

/** Milliseconds after which the start is over, statements and migrations included. */
const started = 2000;
setTimeout(giveBackMemory, started).unref();

parentPort?.on('message', (message: ToWriter) => {
  if (message === 'close') {
    writer.close();
    parentPort?.close();
  } else if (Array.isArray(message)) {
    parentPort?.postMessage(writer.commit(message));
    writer.tidy();
  } else {
    writer.prepare(message);
  }
});
