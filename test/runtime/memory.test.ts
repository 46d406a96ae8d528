import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Clone } from './clone.ts';

/** Says what its process began with, as the kernel knows it: what is set later the C library does not see. */
const program = `
  import { readFileSync } from 'node:fs';
  const begun = readFileSync('/proc/self/environ', 'utf8').split('\\0').filter((line) => line.startsWith('MALLOC_'));
  const { pid, argv, execArgv } = process;
  const young = execArgv.filter((flag) => flag.includes('semi-space'));
  console.log(JSON.stringify({ pid, args: argv.slice(2), begun, young }));
  if (argv[2] === 'wait') setInterval(() => {}, 1000);
  else process.exitCode = 7;
`;

interface Told {
  readonly pid: number;
  readonly args: readonly string[];
  readonly begun: readonly string[];
  readonly young: readonly string[];
}

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
  clone.installed({ 'node_modules/a': { version: '1.0.0' } });
  clone.write('src/cli/index.ts', program);
});
afterEach(() => {
  clone.remove();
});

/** Starts Postern's launcher on this test's Node, which runs the program by itself. */
const start = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [join(clone.root, 'bin', 'postern.mjs'), ...args], {
    env: { PATH: clone.path, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const linux = existsSync('/proc/self/environ') ? describe : describe.skip;

linux('the C library keeps what was freed for few threads apart', () => {
  test('from the beginning of the process that was started, which gets its arguments and keeps its exit code', async () => {
    const child = start(['an argument', '--more']);
    const exit = once(child, 'exit');
    const told = JSON.parse(await text(child.stdout)) as Told;
    expect(told).toEqual({
      pid: child.pid,
      args: ['an argument', '--more'],
      begun: ['MALLOC_ARENA_MAX=2'],
      young: ['--max-semi-space-size=8'],
    });
    expect(await exit).toEqual([7, null]);
  });

  test('or as the environment says', async () => {
    const told = JSON.parse(await text(start([], { MALLOC_ARENA_MAX: '5' }).stdout)) as Told;
    expect(told.begun).toEqual(['MALLOC_ARENA_MAX=5']);
  });

  test('a signal ends it as any other program', async () => {
    const child = start(['wait']);
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await exit).toEqual([null, 'SIGTERM']);
  });
});
