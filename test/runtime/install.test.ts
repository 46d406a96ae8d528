import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Clone } from './clone.ts';

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => {
  clone.remove();
});

const start = 'bin/postern.mjs';
const a = { 'node_modules/a': { version: '1.0.0' } };
const tool = { 'node_modules/tool': { version: '2.0.0', dev: true } };
const binary = { 'node_modules/binary': { version: '3.0.0', optional: true } };

test('a fresh clone installs what its lock file names, without scripts, and runs', async () => {
  const { code, stdout, stderr } = await clone.run(start, 'hello', 'world');
  expect(code).toBe(0);
  expect(stdout).toBe('ran hello world\n');
  expect(stderr).toContain('installing');
  expect(clone.calls).toEqual(['ci --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev']);
});

test('what is there is not installed again, and nothing is said', async () => {
  clone.lock({ ...a, ...tool, ...binary });
  clone.installed(a);
  expect(await clone.run(start)).toEqual({ code: 0, stdout: 'ran \n', stderr: '' });
  expect(clone.calls).toEqual([]);
});

test('an install that was cut short is done again from the start: npm writes its list last', async () => {
  clone.write('node_modules/a/package.json', '{}');
  await clone.run(start);
  expect(clone.calls).toHaveLength(1);
  expect(clone.calls[0]).toMatch(/^ci /);
});

describe('after the lock file changed', () => {
  test('only what differs is installed', async () => {
    clone.installed({ 'node_modules/a': { version: '0.9.0' } });
    await clone.run(start);
    expect(clone.calls).toEqual([
      'install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev',
    ]);
  });

  test('tools for development that were there stay there', async () => {
    clone.lock({ ...a, ...tool });
    clone.installed({ 'node_modules/a': { version: '0.9.0' }, ...tool });
    await clone.run(start);
    expect(clone.calls).toEqual([
      'install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --include=dev',
    ]);
  });
});

test('what is run for development installs its tools', async () => {
  clone.lock({ ...a, ...tool });
  clone.installed(a);
  clone.write('test/run.ts', 'const text: string = "tested";\nconsole.log(text);\n');
  const { stdout } = await clone.run('bin/with-node.mjs', 'test/run.ts');
  expect(stdout).toBe('tested\n');
  expect(clone.calls[0]).toContain('--include=dev');
});

test('an install that fails is told in one sentence that says what to do', async () => {
  clone.npm('echo "npm error no network" >&2; exit 1');
  const { code, stdout, stderr } = await clone.run(start);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('npm error no network');
  expect(stderr).toContain('run "npm ci --ignore-scripts"');
  expect(stderr).not.toContain('    at ');
});
