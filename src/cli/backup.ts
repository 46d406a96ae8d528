import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp } from '../backup/index.ts';
import { withApp } from './open.ts';
import { print, printJson } from './print.ts';
import type { SharedOptions } from './settings.ts';

export function register(program: Command): void {
  program
    .command('backup <file>')
    .description('Write everything that lasts into one new file; nodes may run meanwhile')
    .action((file: string, options: SharedOptions) => backup(resolve(file), options));
}

function backup(file: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ settings, store, clock, keys }) => {
    const { lasting, migrations, ringOf } = await import('../rooms/index.ts');
    const { masters, epoch } = await ringOf(settings);
    const made = await backUp({
      file,
      documents: store.documents,
      collections: lasting,
      about: { schema: migrations.length, epoch, issuer: settings.issuer, madeAt: clock.now() },
      master: masters[0],
    });
    const sealedUnder = (await keys.rotation.list()).flatMap(({ master }) => master ?? []);
    const needed = [...new Set([masters[0].id, ...sealedUnder])];
    if (options.json) return printJson({ file, ...made, epoch, masterKeys: needed });
    const total = Object.values(made.documents).reduce((sum, count) => sum + count, 0);
    print(
      `${total} documents are in ${file} (${size(made.bytes)}).`,
      '',
      `Nobody can use them without master key ${needed.join(' and ')}. Keep that elsewhere: it is in`,
      settings.masterKey === undefined ? `  ${resolve(settings.data, 'keys', 'ring.json')}` : '  the setting masterKey',
      'and without it this backup is worth nothing, to you too.',
    );
  });
}

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
