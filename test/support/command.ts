import { Readable } from 'node:stream';
import { expect, jest } from '@jest/globals';
import { run } from '../../src/cli/program.ts';
import type { Postern } from './postern.ts';

/** What a command wrote, and how it ended. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/**
 * Runs one command as on a terminal that nobody sits at. Settings come from the options and from `environment`.
 * @param input what it reads from standard input
 */
export async function command(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input?: string,
): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  const before = { exitCode: process.exitCode, environment: { ...process.env }, stdin: process.stdin };
  if (input !== undefined) Object.defineProperty(process, 'stdin', { value: Readable.from([input]) });
  Object.assign(process.env, environment);
  try {
    return { code: await run(args), ...written };
  } finally {
    process.exitCode = before.exitCode;
    // A node lets go of its channel; of this process it is what the next tests come by.
    process.channel?.ref();
    if (input !== undefined) Object.defineProperty(process, 'stdin', { value: before.stdin });
    for (const name of Object.keys(environment)) {
      if (before.environment[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before.environment[name];
    }
    spies.forEach((spy) => spy.mockRestore());
  }
}

/** Runs one command as on a terminal, on an installation that runs, whatever stores it has. */
export function commandOn({ directory, rooms }: Postern, room: string, what: string, ...args: string[]): Promise<Ran> {
  const { mongodbUrl, redisUrl } = rooms.settings;
  return command([room, what, '--data', directory, ...args], {
    ...(mongodbUrl !== undefined && { POSTERN_MONGODB_URL: mongodbUrl }),
    ...(redisUrl !== undefined && { POSTERN_REDIS_URL: redisUrl }),
  });
}

/** A terminal whose commands all work on one folder. `json` is what a command prints with `--json`; it must succeed. */
export function terminal(data: () => string) {
  const postern = (...args: string[]): Promise<Ran> => command([...args, '--data', data()]);
  return {
    postern,
    async json(...args: string[]) {
      const { stdout, stderr, code } = await postern(...args, '--json');
      expect([code, stderr]).toEqual([0, '']);
      return JSON.parse(stdout) as Record<string, unknown> & Record<string, unknown>[];
    },
  };
}
