import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes node_modules hold what package-lock.json names, and installs only when it does not.
 *
 * Runs on any Node ≥ 20 and needs no package: it is what brings them. Install scripts stay off: nothing that Postern
 * depends on needs one, and a script is code that runs before anybody read it.
 *
 * @param {string} root the folder of package.json
 * @param {{ dev: boolean }} need whether the tools for development are needed too
 * @throws {Error} with one sentence for people, when the packages are not there and cannot be installed
 */
export function ensureDependencies(root, { dev }) {
  const lock = readLock(join(root, 'package-lock.json'));
  // Without a lock file Postern is itself an installed package, and npm has put its dependencies beside it.
  if (!lock) return;

  const hidden = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (hidden && isInstalled(lock, hidden, dev)) return;

  const keepDev = dev || (hidden !== undefined && Object.values(hidden.packages).some((found) => found.dev));
  process.stderr.write(
    hidden
      ? 'Postern: bringing the packages up to date (npm install) …\n'
      : 'Postern: installing what is missing (npm ci), once …\n',
  );
  // npm writes its list into node_modules last: without it an install was cut short, and files may be missing in
  // packages that look complete, so everything is installed afresh. With it, only what differs.
  const command = hidden ? ['install', '--no-save'] : ['ci'];
  const options = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    keepDev ? '--include=dev' : '--omit=dev',
  ];
  if (!npm([...command, ...options], root)) {
    throw new Error(
      `The packages could not be installed: see npm's message above, then run "npm ci --ignore-scripts" in ${root}.`,
    );
  }
}

/**
 * Runs npm with its output on stderr, so that stdout stays free for what was asked for.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @returns {boolean} whether it succeeded
 */
export function npm(args, cwd) {
  // On Windows npm is a .cmd file, which only a shell can start; no argument here comes from outside.
  const windows = process.platform === 'win32';
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd,
    shell: windows,
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Compares the lock file with npm's list of what it installed; optional packages may be absent on this platform. */
function isInstalled(lock, hidden, dev) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) return true;
    return hidden.packages[path]?.version === wanted.version;
  });
}
