import { InvalidArgumentError, type Command } from 'commander';
import { rotatable, type KeyInfo, type Rotatable } from '../keys/index.ts';
import { agree } from './agree.ts';
import { withApp } from './open.ts';
import { print, printJson, printTable, time } from './print.ts';
import type { SharedOptions } from './settings.ts';

interface RotateOptions extends SharedOptions {
  readonly now?: true;
}

interface DropOptions extends SharedOptions {
  readonly yes?: true;
}

export function register(program: Command): void {
  const keys = program.command('keys').description('Keys that sign, and keys of tokens and cookies');
  keys
    .command('list')
    .description('List all keys, and what each does now')
    .action((options: SharedOptions) => list(options));
  keys
    .command('rotate')
    .argument('<what>', `what the next key is for: ${rotatable.join(', ')}`, purpose)
    .description('Make the next key; it is known everywhere before it is used, and the former one stays good')
    .option('--now', 'signing keys: show it for a minute only, for when the present one is compromised')
    .action((what: Rotatable, options: RotateOptions) => rotate(what, options));
  keys
    .command('drop <id>')
    .description('Take a former key away for good: what was made with it ends')
    .option('-y, --yes', 'do it without asking')
    .action((id: string, options: DropOptions) => drop(id, options));
  keys
    .command('reseal')
    .description('Seal all keys under the first master key, so that the others can be taken away')
    .action((options: SharedOptions) => reseal(options));
}

function purpose(text: string): Rotatable {
  const found = rotatable.find((one) => one === text);
  if (!found) throw new InvalidArgumentError(`it is one of ${rotatable.join(', ')}.`);
  return found;
}

/** What a key does now, in words. */
export const inWords: Readonly<Record<KeyInfo['phase'], string>> = {
  next: 'next: shown or known, not used yet',
  active: 'active',
  published: 'former: still shown at /jwks',
  kept: 'former: still accepted',
  over: 'former: about to be removed',
  dropped: 'dropped',
};

export const waitUntilEveryNodeKnows = 'Waiting until every node knows …';

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ keys }) => {
    const all = await keys.rotation.list();
    if (options.json) return printJson(all);
    printTable(
      ['ID', 'PURPOSE', 'ALGORITHM', 'USED FROM', 'MASTER KEY', 'NOW'],
      all.map((key) => [
        key.id,
        key.purpose,
        key.algorithm ?? '',
        time(key.usedFrom),
        key.master ?? '',
        inWords[key.phase],
      ]),
    );
  });
}

function rotate(what: Rotatable, options: RotateOptions): Promise<void> {
  return withApp(options, async ({ keys }) => {
    const made = await keys.rotation.rotate(what, options.now === true);
    if (options.json) return printJson(made);
    for (const { id, usedFrom } of made) print(`${id} was made, and is used from ${time(usedFrom)} UTC on.`);
  });
}

function drop(id: string, options: DropOptions): Promise<void> {
  return withApp(options, async ({ keys, families, sessions }) => {
    const key = await keys.rotation.droppable(id);
    if (key.purpose === 'pepper') throw new Error(`${id} is a pepper of passwords: postern pepper drop ${id}`);
    const ends =
      key.purpose === 'mac'
        ? { sessions: await count(sessions.madeWith(id)), families: await count(families.madeWith(id)) }
        : { sessions: 0, families: 0 };
    const tell = (line: string): void => void process.stderr.write(`${line}\n`);
    tell(consequence(key, ends));
    if (!(await agree(`Drop ${id}?`, options.yes))) {
      process.exitCode = 1;
      return tell('Nothing was done.');
    }
    tell(waitUntilEveryNodeKnows);
    await keys.rotation.drop(id);
    if (options.json) printJson({ dropped: id, ...ends });
    else print(`${id} was dropped.`);
  });
}

function consequence({ id, purpose }: KeyInfo, ends: { sessions: number; families: number }): string {
  switch (purpose) {
    case 'mac':
      return `With ${id} end ${ends.sessions} sessions in browsers and ${ends.families} sign-ins of apps.`;
    case 'cookie':
      return `Whoever began to sign in with a cookie of ${id} has to begin again.`;
    default:
      return `${id} is shown no more: what it signed is not accepted any more, also to sign out with.`;
  }
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
}

function reseal(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ keys }) => {
    const resealed = await keys.rotation.reseal();
    if (options.json) return printJson({ resealed });
    print(
      resealed.length === 0
        ? 'All keys are sealed under the first master key already.'
        : `${resealed.length} keys were sealed anew. The other master keys can be taken away now, on every node.`,
    );
  });
}
