import type { Command } from 'commander';
import { loadSettings, type Configuration, type Options } from '../../config/index.ts';

/** What every command takes. */
export interface SharedOptions extends Options {
  readonly json?: true;
  readonly verbose?: true;
}

/**
 * Loads the settings for a command. What is doubtful in them is told on stderr.
 * @throws {SettingsRefused}
 */
export function settingsFor(options: Options): Configuration {
  const configuration = loadSettings(options);
  for (const warning of configuration.warnings) process.stderr.write(`warning: ${warning}\n`);
  return configuration;
}

/** Options for settings beside those of every command, where giving them by hand makes sense. */
export function withSettings(command: Command): Command {
  return command
    .option('--port <number>', 'the port that is listened on')
    .option('--address <address>', 'the address that is listened on')
    .option(
      '--set <name=value>',
      'any other setting; may be given several times',
      (pair: string, before: string[] | undefined): string[] | undefined => [...(before ?? []), pair],
    );
}
