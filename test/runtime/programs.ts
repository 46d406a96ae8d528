import { afterEach, beforeEach } from '@jest/globals';
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export const program = join(import.meta.dirname, '..', '..', 'bin', 'postern.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Postern as a program of its own, typed in an empty folder, with nothing of the environment that the tests run in. */
export function programsInAFolder() {
  let folder = '';
  const running: ChildProcessByStdio<null, Readable, null>[] = [];
  const options = (more: NodeJS.ProcessEnv) => ({ cwd: folder, env: { PATH: process.env.PATH, ...more } });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-program-'));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get folder() {
      return folder;
    },

    /** Runs a shell's command line to its end. One that does not end within a minute has no code. */
    run: (line: string, more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
      new Promise((resolve) => {
        const child = execFile(
          '/bin/sh',
          ['-c', `exec ${line}`],
          { ...options(more), timeout: 60_000, killSignal: 'SIGKILL' },
          (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
        );
      }),

    /** Starts a node and waits until it says that it is ready. @returns what it said */
    async start(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
      const child = spawn(process.execPath, [program, 'start', ...args], {
        ...options(more),
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      running.push(child);
      let said = '';
      child.stdout.setEncoding('utf8');
      for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
        said += String(part);
        if (said.includes('client add')) break;
      }
      child.stdout.resume();
      return said;
    },
  };
}
