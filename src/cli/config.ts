import type { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { effective, loadSettings, SettingsRefused, type Configuration, type Effective } from '../../config/index.ts';
import { settingsFor, withSettings, type SharedOptions } from './settings.ts';

export function register(program: Command): void {
  const config = program.command('config').description('Look at the settings');
  withSettings(config.command('check'))
    .description('Say whether Postern would start with these settings, and what is wrong with them')
    .action((options: SharedOptions) => (options.json ? checkAsJson(options) : check(options)));
  withSettings(config.command('show'))
    .description('List every setting with its value and where it comes from; secrets are masked')
    .action((options: SharedOptions) => {
      const settings = effective(settingsFor(options));
      process.stdout.write(options.json ? asJson(settings) : asTable(settings));
    });
  config
    .command('master-key')
    .description('Make a new master key and print it: keep it apart from the database')
    .action((options: SharedOptions) => {
      const masterKey = newMasterKey();
      process.stdout.write(options.json ? asJson({ masterKey }) : `${masterKey}\n`);
    });
}

async function check(options: SharedOptions): Promise<void> {
  const { settings } = await holding(settingsFor(options));
  const store = settings.mongodbUrl ? 'MongoDB and Redis' : `SQLite in ${settings.data}`;
  process.stdout.write(`The settings are right: ${settings.profile}, ${settings.issuer}, ${store}.\n`);
}

async function checkAsJson(options: SharedOptions): Promise<void> {
  try {
    const { settings, warnings } = await holding(loadSettings(options));
    process.stdout.write(asJson({ ok: true, profile: settings.profile, warnings, problems: [] }));
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error;
    process.stdout.write(asJson({ ok: false, warnings: [], problems: error.problems }));
    process.exitCode = 1;
  }
}

/** @throws {SettingsRefused} as a start does */
async function holding(configuration: Configuration): Promise<Configuration> {
  // Loaded here: whoever only looks at the settings needs none of the rooms.
  const { refuseWhatDoesNotHold } = await import('../settings-hold.ts');
  await refuseWhatDoesNotHold(configuration.settings);
  return configuration;
}

/** A key under an id of its own, so that it can stand beside the one it is going to replace. */
const newMasterKey = () => `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function asTable(settings: readonly Effective[]): string {
  const rows = settings.map(({ name, value, source }) => [name, inWords(value), source === 'default' ? '' : source]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function inWords(value: unknown): string {
  if (value === undefined) return '–';
  if (Array.isArray(value)) return value.join(', ') || '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
