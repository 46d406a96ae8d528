import { resolve } from 'node:path';
import type { Command } from 'commander';
import { apply, planApply, readDeclaredFile, type Applied, type Step } from '../clients/index.ts';
import { agree } from './agree.ts';
import { differenceInWords } from './difference.ts';
import { withApp } from './open.ts';
import { print, printFields, printJson } from './print.ts';
import type { SharedOptions } from './settings.ts';

interface ApplyOptions extends SharedOptions {
  readonly file?: string;
  readonly yes?: true;
}

export function register(program: Command): void {
  program
    .command('apply')
    .description('Make clients and APIs what a file declares; the difference is shown first')
    .option('--file <file>', 'the file (default: the setting clientsFile, or postern.clients.yaml)')
    .option('-y, --yes', 'do it without asking')
    .action((options: ApplyOptions) => applyFile(options));
}

function applyFile(options: ApplyOptions): Promise<void> {
  return withApp(options, async ({ clients, clock, audit, settings }) => {
    const path = options.file === undefined ? settings.clientsFile : resolve(options.file);
    if (path === undefined) throw new Error('There is no postern.clients.yaml here: name the file with --file.');
    const file = await readDeclaredFile(path, (declaration) => clients.parse(declaration, 'file'));
    const applying = { clients, clock, file, environment: process.env };
    const steps = await planApply(applying);
    const changes = steps.filter(({ action }) => action !== 'same');
    // With JSON on stdout, the difference is for whoever looks on.
    const tell = options.json ? (line: string) => void process.stderr.write(`${line}\n`) : print;
    if (changes.length === 0) tell(`Everything is as ${path} says.`);
    for (const line of changes.flatMap(inWords)) tell(line);
    const these = changes.length === 1 ? 'this change' : `these ${changes.length} changes`;
    if (changes.length > 0 && !(await agree(`Make ${these}?`, options.yes))) {
      process.exitCode = 1;
      return tell('Nothing was done.');
    }
    const applied = await apply(applying, steps, audit);
    if (options.json) return printJson(applied);
    if (changes.length > 0) print('', 'Done.');
    applied.forEach(tellSecret);
  });
}

const signs = { add: '+', change: '~', remove: '-', same: ' ' } as const;

function inWords({ action, what, id, differences, makesSecret }: Step): string[] {
  return [
    `${signs[action]} ${what} ${id}`,
    ...differences.flatMap(differenceInWords).map((line) => `    ${line}`),
    ...(makesSecret ? ['    a secret will be made'] : []),
  ];
}

function tellSecret({ id, secret }: Applied): void {
  if (secret === undefined) return;
  print('');
  printFields({ client_id: id, client_secret: secret });
  print('The secret is shown this once.');
}
