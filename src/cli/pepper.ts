import type { Command } from 'commander';
import { agree } from './agree.ts';
import { withApp } from './open.ts';
import { inWords, waitUntilEveryNodeKnows } from './keys.ts';
import { print, printJson, printTable, time } from './print.ts';
import type { SharedOptions } from './settings.ts';

interface DropOptions extends SharedOptions {
  readonly force?: true;
  readonly yes?: true;
}

export function register(program: Command): void {
  const pepper = program
    .command('pepper')
    .description('Peppers of passwords: what their hashes need beside the database');
  pepper
    .command('list')
    .description('List all peppers, and how many accounts have a password made with each')
    .action((options: SharedOptions) => list(options));
  pepper
    .command('rotate')
    .description('Make the next pepper; every password is hashed anew with it when its owner next signs in')
    .action((options: SharedOptions) => rotate(options));
  pepper
    .command('drop <id>')
    .description('Take a former pepper away for good: no password that was made with it is taken any more')
    .option('--force', 'also when accounts still use it: their owners cannot sign in with their password then')
    .option('-y, --yes', 'do it without asking')
    .action((id: string, options: DropOptions) => drop(id, options));
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ keys, accounts }) => {
    const peppers = (await keys.rotation.list()).filter(({ purpose }) => purpose === 'pepper');
    const counts = await accounts.countByPepper();
    const all = peppers.map(({ id, usedFrom, phase }) => ({ id, usedFrom, phase, accounts: counts.get(id) ?? 0 }));
    if (options.json) return printJson(all);
    printTable(
      ['ID', 'USED FROM', 'ACCOUNTS', 'NOW'],
      all.map(({ id, usedFrom, phase, accounts: count }) => [id, time(usedFrom), String(count), inWords[phase]]),
    );
  });
}

function rotate(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ keys }) => {
    const made = await keys.rotation.rotate('pepper', false);
    if (options.json) return printJson(made);
    for (const { id, usedFrom } of made) print(`${id} was made, and is used from ${time(usedFrom)} UTC on.`);
    print('Passwords move on to it one by one, as people sign in. `postern pepper list` says how many have.');
  });
}

function drop(id: string, options: DropOptions): Promise<void> {
  return withApp(options, async ({ keys, accounts }) => {
    const key = await keys.rotation.droppable(id);
    if (key.purpose !== 'pepper') throw new Error(`${id} is no pepper: postern keys drop ${id}`);
    const count = (await accounts.countByPepper()).get(id) ?? 0;
    const tell = (line: string): void => void process.stderr.write(`${line}\n`);
    tell(consequence(id, count));
    if (count > 0 && !options.force) {
      throw new Error('Nothing was done. Wait until they have signed in, or run it with --force.');
    }
    if (!(await agree(`Drop ${id}?`, options.yes))) {
      process.exitCode = 1;
      return tell('Nothing was done.');
    }
    tell(waitUntilEveryNodeKnows);
    await keys.rotation.drop(id);
    if (options.json) printJson({ dropped: id, accounts: count });
    else print(`${id} was dropped.`);
  });
}

const consequence = (id: string, count: number): string =>
  count === 0
    ? `No account has a password that was made with ${id}.`
    : `${count} ${count === 1 ? 'account has' : 'accounts have'} a password that was made with ${id}, and cannot sign in with it any more.`;
