import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { compiled, root } from './launch.mjs';

/**
 * Fills the cache of compiled code that a start looks into, for an image whose user cannot write it: runs a node as in
 * production until it is ready, and loads what only MongoDB and Redis need.
 *
 * Node finds there only what the same version of it made, for the same files at the same paths, as the same user: so run
 * it as the user, and in the place, that Postern will have.
 */

/** How long the node may take to be ready, in milliseconds. */
const limit = 60_000;

const data = mkdtempSync(join(tmpdir(), 'postern-precompile-'));
try {
  await startOnce();
  load(join(root, 'adapters', 'mongodb-redis.ts'));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function startOnce() {
  const port = await freePort();
  // Nothing is sent to these, and the key is thrown away with the folder.
  const settings = {
    POSTERN_ISSUER: 'https://id.invalid',
    POSTERN_SMTP_URL: 'smtps://nobody:nothing@mail.invalid',
    POSTERN_MASTER_KEY: postern('config', 'master-key').trim(),
    POSTERN_ADDRESS: '127.0.0.1',
    POSTERN_PORT: String(port),
    POSTERN_METRICS_PORT: 'off',
    POSTERN_SHUTDOWN_DRAIN: '0',
    POSTERN_DATA: data,
  };
  const node = spawn(process.execPath, [join(root, 'bin', 'postern.mjs'), 'start'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(node, 'exit');
  try {
    for (const began = performance.now(); !(await answers(port)); await pause(50)) {
      if (node.exitCode !== null || performance.now() - began > limit) throw new Error('Postern did not become ready.');
    }
  } finally {
    // The cache is written at the end.
    node.kill('SIGTERM');
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`Postern ended with ${code}.`);
}

/** Loads a file in a process of its own, which writes what it compiled. */
function load(file) {
  run(['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', `await import('${pathToFileURL(file)}')`]);
}

function postern(...args) {
  return run([join(root, 'bin', 'postern.mjs'), ...args]);
}

function run(args) {
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}.`);
  return stdout;
}

async function answers(port) {
  const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
  await ready?.body?.cancel();
  return ready?.ok === true;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
