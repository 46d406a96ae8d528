import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const cache = join('node_modules', '.cache', 'postern', 'compiled');

let image: string;
beforeAll(() => {
  image = mkdtempSync(join(tmpdir(), 'postern-image-'));
  // What the last stage copies: the lock file is in the first one alone.
  const stage = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
  const paths = [...stage.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  for (const path of paths) cpSync(join(root, path), join(image, path), { recursive: true });
  mkdirSync(join(image, cache), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(image, 'node_modules', name));
  }
});
afterAll(() => {
  rmSync(image, { recursive: true, force: true });
});

const run = (args: readonly string[], environment: NodeJS.ProcessEnv) =>
  promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH, ...environment } });

const precompile = () => run([join(image, 'bin', 'precompile.mjs')], { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' });

const kept = () => readdirSync(join(image, cache), { recursive: true, encoding: 'utf8' }).sort();

test('the build keeps what a start compiles: the next one adds nothing, nor do the drivers of the databases', async () => {
  await precompile();
  const made = kept();
  expect(made.length).toBeGreaterThan(1000);
  await precompile();
  await run(
    ['--input-type=module', '-e', `await import(${JSON.stringify(join(image, 'adapters', 'mongodb-redis.ts'))})`],
    { NODE_COMPILE_CACHE: join(image, cache) },
  );
  expect(kept()).toEqual(made);
}, 120_000);

test('it is made as the user of the image, and is nobody’s to change after that', () => {
  const steps = [
    'setpriv --reuid=node',
    'node bin/precompile.mjs',
    `chown -R root:root node_modules/.cache`,
    'USER node',
  ];
  const found = steps.map((step) => dockerfile.indexOf(step));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((one, other) => one - other));
});
