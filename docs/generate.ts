/** Writes the docs that follow from the code. `--check` writes nothing and fails where a file is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './pages/commands.ts';
import { withRefreshDefaults } from './pages/refresh-rules.ts';
import { settingsPage } from './pages/settings.ts';
import { withSnippets } from './pages/snippets.ts';

const check = process.argv.includes('--check');
const root = join(import.meta.dirname, '..');
const pages = {
  'docs/configuration.md': settingsPage(),
  'docs/cli.md': await commandsPage(),
  'docs/refresh-tokens.md': withRefreshDefaults(read('docs/refresh-tokens.md') ?? ''),
  'README.md': withSnippets(read('README.md') ?? ''),
};

for (const [name, text] of Object.entries(pages)) {
  if (read(name) === text) continue;
  if (check) {
    console.error(`${name} does not say what the code says: run "npm run docs".`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, name), text);
    console.log(`${name} written`);
  }
}

function read(name: string): string | undefined {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    return undefined;
  }
}
