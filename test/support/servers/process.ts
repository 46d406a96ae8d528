import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export type ServerProcess = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Runs the command, and kills it when standard input ends: that happens whichever way the tests end, also when they are
 * killed themselves.
 */
const keeper = 'exec 3<&0; "$@" </dev/null & server=$!; (cat <&3; kill -9 $server) >/dev/null 2>&1 & wait $server';

/** Starts a server that cannot outlive the tests. */
export function startProcess(command: string, values: readonly string[]): ServerProcess {
  return spawn('/bin/sh', ['-c', keeper, 'keeper', command, ...values], { stdio: ['pipe', 'pipe', 'ignore'] });
}

/** Waits for a line that the server prints. @throws when it ends before */
export async function waitForLine(child: ServerProcess, pattern: RegExp): Promise<RegExpExecArray> {
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const found = pattern.exec(line);
    if (found) {
      child.stdout.resume();
      return found;
    }
  }
  throw new Error(`${child.spawnfile} ended before it was ready`);
}

/** Ends the process and waits until it has. */
export async function stopProcess(child: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
}

/** Ports that no system gives to whoever asks for any: those are taken between one look and the next. */
const [lowest, count] = [12_000, 20_000];
/** Processes begin far from each other, and none asks for the same port twice. */
let asked = process.pid * 97;

/** A port of the loopback address that is free now, and that nobody else is about to be given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = lowest + (asked++ % count);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
