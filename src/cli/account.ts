import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { normaliseEmail, type Account, type Accounts } from '../accounts/index.ts';
import { randomId } from '../ids.ts';
import { withApp } from './open.ts';
import { print, printFields, printJson, printTable, time } from './print.ts';
import type { SharedOptions } from './settings.ts';

interface AddOptions extends SharedOptions {
  readonly name?: string;
  readonly passwordStdin?: true;
}

export function register(program: Command): void {
  const account = program.command('account').description('People who can sign in');
  account
    .command('add <email>')
    .description('Add a person; the address counts as confirmed')
    .option('--name <name>', 'what apps call the person')
    .option('--password-stdin', 'read the password from standard input; without it one is made and shown once')
    .action((email: string, options: AddOptions) => add(email, options));
  account
    .command('list')
    .description('List all accounts')
    .action((options: SharedOptions) => list(options));
  account
    .command('show <id-or-email>')
    .description('Show one account')
    .action((who: string, options: SharedOptions) => show(who, options));
  account
    .command('disable <id-or-email>')
    .description('Suspend an account: every session and token of it ends')
    .action((who: string, options: SharedOptions) => change(who, 'disable', options));
  account
    .command('enable <id-or-email>')
    .description('Open a suspended account again')
    .action((who: string, options: SharedOptions) => change(who, 'enable', options));
}

function add(typed: string, options: AddOptions): Promise<void> {
  return withApp(options, async ({ accounts, passwords }) => {
    const email = normaliseEmail(typed);
    if (email === undefined) throw new Error(`${typed} is no e-mail address`);
    const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
    if (given !== undefined && [...given].length < 8) throw new Error('the password has less than 8 characters');
    const password = given ?? randomId();
    const name = options.name?.trim();
    const added = await accounts.create({ email, password: await passwords.hash(password), ...(name && { name }) });
    if (!added) throw new Error(`${email} has an account already`);
    if (options.json) return printJson({ ...present(added), ...(given === undefined && { password }) });
    print(`${email} was added.`, '');
    printFields({ id: added.id, ...(given === undefined && { 'password (shown once)': password }) });
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts }) => {
    const all: Account[] = [];
    for (let page = await accounts.list({ limit: 500 }); ;) {
      all.push(...page);
      const after = page.at(-1)?.id;
      if (page.length < 500 || after === undefined) break;
      page = await accounts.list({ limit: 500, after });
    }
    if (options.json) return printJson(all.map(present));
    if (all.length === 0) return print('There are no accounts. `postern account add` adds one.');
    printTable(
      ['id', 'email', 'name', 'since', ''],
      all.map(({ id, email, name = '', createdAt, disabledAt }) => [
        id,
        email,
        name,
        time(createdAt),
        disabledAt === undefined ? '' : 'disabled',
      ]),
    );
  });
}

function show(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts }) => {
    const account = present(await find(accounts, who));
    if (options.json) return printJson(account);
    const { id, email, name, phone, createdAt, changedAt, emailVerifiedAt, disabledAt } = account;
    printFields({
      id,
      email,
      name,
      phone,
      'confirmed at': time(emailVerifiedAt),
      'created at': time(createdAt),
      'changed at': time(changedAt),
      ...(disabledAt !== undefined && { 'disabled at': time(disabledAt) }),
    });
  });
}

function change(who: string, step: 'disable' | 'enable', options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts }) => {
    const changed = await accounts[step]((await find(accounts, who)).id);
    if (!changed) throw new Error(`there is no account ${who}`);
    if (options.json) return printJson(present(changed));
    print(`${changed.email} was ${step}d.`);
  });
}

async function find(accounts: Pick<Accounts, 'get' | 'byEmail'>, who: string) {
  const email = normaliseEmail(who);
  const account = email === undefined ? await accounts.get(who) : await accounts.byEmail(email);
  if (!account) throw new Error(`there is no account ${who}`);
  return account;
}

/** An account for people who administer it: everything but what opens it. */
const present = ({ password: _, owed: _owed, owedSince: _since, ...account }: Account) => account;
