/** Writes the docs that follow from the code. `--check` writes nothing and fails where a file is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './pages/commands.ts';
import { withRefreshDefaults } from './pages/refresh-rules.ts';
import { settingsPage } from './pages/settings.ts';

const check = process.argv.includes('--check');
const pages = {
  'configuration.md': settingsPage(),
  'cli.md': await commandsPage(),
  'refresh-tokens.md': withRefreshDefaults(read(join(import.meta.dirname, 'refresh-tokens.md')) ?? ''),
};

for (const [name, text] of Object.entries(pages)) {
  const file = join(import.meta.dirname, name);
  if (read(file) === text) continue;
  if (check) {
    console.error(`docs/${name} does not say what the code says: run "npm run docs".`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`docs/${name} written`);
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
