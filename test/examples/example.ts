import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** An example that runs, started as its README says: a program of its own that knows nothing but its environment. */
export interface Example {
  /** Waits for a line that it prints, on either stream. @throws when it ends before */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits until it ends by itself. */
  ended(): Promise<{ readonly code: number | null; readonly printed: string }>;
  stop(): Promise<void>;
}

export function startExample(file: string, environment: Readonly<Record<string, string>>): Example {
  const path = fileURLToPath(new URL(`../../examples/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const exited = once(child, 'close').then(() => process.removeListener('exit', end));
  let printed = '';
  child.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));

  return {
    line: (pattern) => firstLine(child, pattern),
    async ended() {
      await exited;
      return { code: child.exitCode, printed };
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function firstLine(child: ChildProcessByStdio<null, Readable, Readable>, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        seen.push(line);
        const found = pattern.exec(line);
        if (found) resolve(found);
      });
    }
    child.once('close', () => reject(new Error(`${child.spawnargs.join(' ')} ended:\n${seen.join('\n')}`)));
  });
}
