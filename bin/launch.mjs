import { spawn } from 'node:child_process';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { findNode } from './runtime.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where compiled code and stripped types are kept: the next start need not make them again. */
export const compiled = join(root, 'node_modules', '.cache', 'postern', 'compiled');

/**
 * Half of what V8 gives young objects, in MiB: it looks through them twice as often, and each time holds up whoever is being
 * answered for half as long. The server keeps a third less memory from a flood. What begins in this process goes without.
 */
const sparing = ['--max-semi-space-size=8'];

const quiet = '--disable-warning=ExperimentalWarning';

/**
 * Runs a TypeScript file on a Node that can: in this process when it is one, which saves the memory of another, else in
 * a child. Tools for development always get a process of their own, where `import.meta.main` is true.
 *
 * @param {string} entry absolute path of the file
 * @param {string[]} args its arguments
 * @param {{ dev: boolean }} need whether it needs the tools for development
 */
export async function launch(entry, args, need) {
  let node;
  try {
    ensureDependencies(root, need);
    node = findNode(root);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }

  const environment = { NODE_COMPILE_CACHE: compiled, MALLOC_ARENA_MAX: '2', ...process.env };
  const options = need.dev ? [] : sparing;
  if (node !== process.execPath || need.dev) {
    runChild(node, entry, args, environment, options);
  } else if (begunWithoutArenas()) {
    process.execve(node, [node, ...options, ...process.execArgv, quiet, entry, ...args], environment);
  } else {
    module.enableCompileCache(compiled);
    // Worker threads look for it here. Without it each one loads what strips types, 12 MiB of it.
    process.env.NODE_COMPILE_CACHE = compiled;
    process.argv = [node, entry, ...args];
    await import(pathToFileURL(entry).href);
  }
}

/**
 * Whether this process should begin again, as the same one, with a limit to the arenas of the C library. In each of them
 * what was freed is kept for its threads alone, and each thread that hashes passwords leaves the 19 MiB of a hash there.
 * The limit is read once, when a process begins. Only Linux has that library; and a channel to whoever started this
 * process would not outlive it.
 */
function begunWithoutArenas() {
  return process.platform === 'linux' && process.env.MALLOC_ARENA_MAX === undefined && !process.channel;
}

/**
 * Lends the terminal to a child, passes signals on, and ends as it ends.
 *
 * @param {string} node
 * @param {string} entry
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} options what Node itself is told
 */
export function runChild(node, entry, args, env, options = []) {
  // The channel carries no message. It closes when this process dies, however it dies, and that tells the child to
  // stop: else a `kill -9` here would leave a server behind that nobody sees.
  const child = spawn(node, [...options, quiet, entry, ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });

  // A Ctrl-C reaches both processes, a `kill` only this one: handlers keep this one alive until the child has
  // finished, and the child takes the copy that a terminal has sent it already as the same signal.
  const signals = ['SIGINT', 'SIGTERM'];
  const handlers = signals.map((signal) => [signal, () => child.kill(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);

  child.on('error', (error) => {
    process.stderr.write(`Postern could not be started with ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const [name, handler] of handlers) process.off(name, handler);
    // Ending by the same signal tells a shell or a supervisor what happened; the code says it where that fails.
    process.exitCode = signal ? 128 + constants.signals[signal] : code;
    if (signal) process.kill(process.pid, signal);
  });
}
