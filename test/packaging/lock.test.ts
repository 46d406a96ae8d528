import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = readFileSync(join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(file) as { packages: Readonly<Record<string, Package>> };

/** Whether a package finds another one, as Node looks for it. */
function finds(from: string, name: string): boolean {
  const steps = from.split('/node_modules/');
  const places = steps.map((_step, depth) => [...steps.slice(0, steps.length - depth), name].join('/node_modules/'));
  return [...places, `node_modules/${name}`].some((place) => place in packages);
}

test('the lock file names the packages of every platform: npm ci refuses one that does not', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !finds(path, name)),
  );
  expect(missing).toEqual([]);
});

test('what is shipped is pinned by its hash', () => {
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  expect(shipped.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
});

// argon2 has one, which only looks whether the binary that it ships fits.
test('nothing shipped needs an install script: they are off', () => {
  const scripted = Object.entries(packages).filter(
    ([, { dev, optional, hasInstallScript }]) => hasInstallScript && !dev && !optional,
  );
  expect(scripted.map(([path]) => path)).toEqual(['node_modules/argon2']);
});
