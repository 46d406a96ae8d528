import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { Clone } from './clone.ts';

let clone: Clone;
const started: ChildProcessByStdio<null, Readable, null>[] = [];
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => {
  for (const launcher of started.splice(0)) launcher.kill('SIGKILL');
  clone.remove();
});

/** Lets the launcher run a program in a child, as it does on an old Node, and reads what the program prints. */
function launch(program: string): {
  launcher: ChildProcessByStdio<null, Readable, null>;
  lines: AsyncIterator<string>;
} {
  const entry = clone.write('program.ts', program);
  const module = pathToFileURL(join(clone.root, 'bin', 'launch.mjs')).href;
  const driver = clone.write(
    'driver.mjs',
    `import { runChild } from ${JSON.stringify(module)};
     runChild(process.execPath, ${JSON.stringify(entry)}, ['an argument'], process.env);`,
  );
  const launcher = spawn(process.execPath, [driver], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(launcher);
  return { launcher, lines: createInterface({ input: launcher.stdout })[Symbol.asyncIterator]() };
}

const next = async (lines: AsyncIterator<string>) => (await lines.next()).value as string | undefined;

/** Says its process id, and on the first signal goes on until it is told to finish by a second kind of signal. */
const patient = `
  const seen: string[] = [];
  const alive = setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { seen.push('SIGTERM'); console.log('stopping'); });
  process.on('SIGUSR2', () => { console.log(seen.join(' ')); clearInterval(alive); process.exitCode = 3; });
  console.log(process.pid);
`;

test('the program gets its arguments, and its exit code is the launcher’s', async () => {
  const { launcher, lines } = launch('console.log(process.argv[2]); process.exitCode = 7;');
  expect(await next(lines)).toBe('an argument');
  expect(await once(launcher, 'exit')).toEqual([7, null]);
});

test('a signal is passed on once, and the program may finish', async () => {
  const { launcher, lines } = launch(patient);
  const pid = Number(await next(lines));
  launcher.kill('SIGTERM');
  expect(await next(lines)).toBe('stopping');
  expect(launcher.exitCode).toBeNull();
  process.kill(pid, 'SIGUSR2');
  expect(await next(lines)).toBe('SIGTERM');
  expect(await once(launcher, 'exit')).toEqual([3, null]);
});

test('a program that a signal ended is told as that', async () => {
  const { launcher, lines } = launch('setInterval(() => {}, 1000); console.log(process.pid);');
  await next(lines);
  launcher.kill('SIGTERM');
  expect(await once(launcher, 'exit')).toEqual([null, 'SIGTERM']);
});

test('a program hears of it when its launcher is killed, so that no server is left behind', async () => {
  const { launcher, lines } = launch(`
    const alive = setInterval(() => {}, 1000);
    process.on('disconnect', () => { console.log('alone'); clearInterval(alive); });
    console.log('ready');
  `);
  expect(await next(lines)).toBe('ready');
  launcher.kill('SIGKILL');
  expect(await next(lines)).toBe('alone');
});
