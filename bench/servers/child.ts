import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface ServerChild {
  readonly pid: number;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts a server in a process of its own, and on the Node that this one runs on, its output in a file as a service
 * manager would have it.
 */
export function startChild(
  args: readonly string[],
  { cwd, log, environment = {} }: { cwd: string; log: string; environment?: NodeJS.ProcessEnv },
): ServerChild {
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  if (child.pid === undefined) throw new Error(`${process.execPath} cannot be started`);
  return {
    pid: child.pid,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Waits until an address is answered with 200. @returns milliseconds waited */
export async function untilAnswered(url: string, child: ServerChild, limit = 30_000): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < limit) {
    if (child.process.exitCode !== null) throw new Error(`the server ended with code ${child.process.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return performance.now() - began;
    await pause(10);
  }
  throw new Error(`${url} is not answered`);
}
