import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

/** A file of commands. */
interface CommandFile {
  register(program: Command): void;
}

/** Which file holds which command; only the asked one is loaded, so that each starts quickly. */
const files: Readonly<Record<string, () => Promise<CommandFile>>> = {
  start: () => import('./start.ts'),
  client: () => import('./client.ts'),
  api: () => import('./api.ts'),
  account: () => import('./account.ts'),
  admin: () => import('./admin.ts'),
  invite: () => import('./invite.ts'),
  device: () => import('./device.ts'),
  ban: () => import('./ban.ts'),
  apply: () => import('./apply.ts'),
  audit: () => import('./audit.ts'),
  keys: () => import('./keys.ts'),
  pepper: () => import('./pepper.ts'),
  tune: () => import('./tune.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  config: () => import('./config.ts'),
};

/** Options of every command: flags and description. A command that has one of its own keeps it. */
export const sharedOptions = [
  ['--config <file>', 'settings from this YAML file (default: postern.config.yaml)'],
  ['--data <folder>', 'the folder for what this machine keeps (default: ./data)'],
  ['--issuer <url>', 'the address of this installation as browsers and apps see it'],
  ['--json', 'print JSON'],
  ['--verbose', 'tell more when something fails'],
] as const;

/**
 * Builds the program with its commands.
 * @param name of the one command that will be run; without one, or with one that is unknown, all are there
 */
export async function createProgram(name?: string): Promise<Command> {
  const program = new Command('postern')
    .description('A self-hosted OAuth 2 and OpenID Connect identity provider')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .exitOverride();
  const asked = name === undefined ? undefined : files[name];
  for (const load of asked ? [asked] : Object.values(files)) (await load()).register(program);
  program.commands.forEach(addSharedOptions);
  return program;
}

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0, or 1 after a failure, which is told in one line on stderr
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(args.find((argument) => !argument.startsWith('-')));
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has said by itself what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode;
    const told = args.includes('--verbose') ? inspect(error) : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${told}\n`);
    return 1;
  }
}

function addSharedOptions(command: Command): void {
  command.commands.forEach(addSharedOptions);
  if (command.commands.length > 0) return;
  for (const [flags, description] of sharedOptions) {
    const option = command.createOption(flags, description);
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
  }
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
