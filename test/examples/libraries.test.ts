import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const dependenciesIn = (...path: string[]): string[] =>
  Object.keys((JSON.parse(read(...path)) as { dependencies?: object }).dependencies ?? {});

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const libraries = examples.flatMap(({ name }) => dependenciesIn('examples', name, 'package.json'));

/** The packages that a program's files import. */
const imported = (folder: string): string[] =>
  readdirSync(join(root, 'examples', folder))
    .filter((file) => /\.(ts|js)$/.test(file))
    .flatMap((file) => [...read('examples', folder, file).matchAll(/from '([^'./][^']*)'/g)])
    .map(([, from = '']) => from)
    .filter((from) => !from.startsWith('node:'));

test.each(examples.map(({ name }) => name))('the example %s names every library that it imports', (name) => {
  expect(dependenciesIn('examples', name, 'package.json')).toEqual(expect.arrayContaining(imported(name)));
});

test('examples/README.md says how to get what npm start leaves out', () => {
  // Postern itself starts without what only its development needs (bin/dependencies.mjs).
  const missing = libraries.filter((library) => !dependenciesIn('package.json').includes(library));
  const readme = read('examples', 'README.md');
  expect(missing).toContain('openid-client');
  expect(readme).toContain('`npm install --ignore-scripts` in the folder above');
  expect(readme).not.toContain('there already');
});
