import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freePort } from '../support/servers/process.ts';

const postern = join(import.meta.dirname, '..', '..', 'bin', 'postern.mjs');

let folder: string;
let node: ChildProcessByStdio<null, Readable, Readable> | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-start-'));
});
afterEach(() => {
  node?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** What Postern is started with, and nothing of the environment that the tests run in. */
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, ...more });

/** Runs a command to its end. */
function run(
  args: readonly string[],
  more?: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment(more) };
    const child = execFile(process.execPath, [postern, ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

/** Starts a node and waits until it says that it is ready. @returns what it said */
async function start(port: number, ...args: string[]): Promise<string> {
  node = spawn(process.execPath, [postern, 'start', '--port', String(port), ...args], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  node.stdout.setEncoding('utf8');
  for await (const part of node.stdout.iterator({ destroyOnReturn: false })) {
    said += String(part);
    if (said.includes('client add')) break;
  }
  return said;
}

async function end(signal: NodeJS.Signals): Promise<unknown[]> {
  if (!node) throw new Error('there is no node');
  const exit = once(node, 'exit');
  node.stdout.resume();
  node.kill(signal);
  return exit;
}

test('a first start needs nothing, says where everything is, and a second one keeps what was made', async () => {
  const [port, demo] = [await freePort(), await freePort()];
  const issuer = `http://localhost:${port}`;
  const said = await start(port, '--set', `demo.port=${demo}`);
  expect(said).toContain(issuer);
  expect(said).toContain(`http://localhost:${demo}`);
  expect((await fetch(`${issuer}/health/ready`)).status).toBe(200);
  const discovered = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { issuer: string };
  expect(discovered.issuer).toBe(issuer);

  // The very command that was printed, beside the running server.
  const command = /client add .*/.exec(said)?.[0].match(/"[^"]*"|\S+/g) ?? [];
  const added = await run([...command.map((word) => word.replaceAll('"', '')), '--id', 'my-app']);
  expect(added.stderr).toBe('');
  expect(added.code).toBe(0);
  expect(await end('SIGINT')).toEqual([0, null]);

  await start(port, '--set', `demo.port=${demo}`);
  expect((await run(['client', 'show', 'my-app', '--json'])).code).toBe(0);
  const keys = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: unknown[] };
  expect(keys.keys.length).toBeGreaterThan(0);
  expect(await end('SIGTERM')).toEqual([0, null]);
}, 120_000);

test('a port that is taken is said in one line', async () => {
  const [port, demo] = [await freePort(), await freePort()];
  await start(port, '--set', `demo.port=${demo}`);
  const second = await run(['start', '--port', String(port), '--set', `demo.port=${await freePort()}`]);
  expect(second.code).toBe(1);
  expect(second.stderr.trim().split('\n')).toEqual([expect.stringContaining(`127.0.0.1:${port} is taken`)]);
}, 120_000);

describe('what is unsafe in production', () => {
  const production = { POSTERN_ISSUER: 'http://id.example.com', POSTERN_REDIS_URL: 'redis://:hunter2@redis' };

  test('stops the start, with all of it at once and how to mend each', async () => {
    const { code, stdout, stderr } = await run(['start'], production);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    for (const name of ['mongodbUrl', 'issuer', 'masterKey', 'smtpUrl']) expect(stderr).toContain(`\n  ${name}`);
    expect(stderr.match(/→/g)).toHaveLength(4);
    expect(stderr).not.toMatch(/hunter2|\n {4}at /);
  });

  test('is listed by config check, for machines too', async () => {
    const { code, stdout } = await run(['config', 'check', '--json'], production);
    expect(code).toBe(1);
    const { ok, problems } = JSON.parse(stdout) as { ok: boolean; problems: { setting: string }[] };
    expect(ok).toBe(false);
    expect(problems.map(({ setting }) => setting)).toEqual(['mongodbUrl', 'issuer', 'masterKey', 'smtpUrl']);
  });

  test('is mended with what config master-key makes', async () => {
    const { stdout: key } = await run(['config', 'master-key']);
    const mended = {
      POSTERN_ISSUER: 'https://id.example.com',
      POSTERN_SMTP_URL: 'smtps://smtp.example.com',
      POSTERN_MASTER_KEY: key.trim(),
    };
    expect((await run(['config', 'check'], mended)).code).toBe(0);
    const { stdout: shown } = await run(['config', 'show'], mended);
    expect(shown).toMatch(/^masterKey +\*{8} +POSTERN_MASTER_KEY$/m);
    expect(shown).not.toContain(key.trim().slice(3));
  });
});

test('a mistyped command or option names the right one', async () => {
  expect((await run(['strat'])).stderr).toContain('Did you mean start?');
  const { code, stderr } = await run(['start', '--prot', '1']);
  expect(code).toBe(1);
  expect(stderr).toContain('Did you mean --port?');
});
