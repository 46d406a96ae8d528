import type { Command } from 'commander';
import type { Account } from '../accounts/index.ts';
import type { Added } from '../admins/index.ts';
import { adminHome } from '../own-clients.ts';
import { withApp } from './open.ts';
import { print, printJson, printTable, time } from './print.ts';
import { readAll } from './read-all.ts';
import type { SharedOptions } from './settings.ts';
import { accountOf, byCommand } from './who.ts';

export function register(program: Command): void {
  const admin = program.command('admin').description('Who may use the admin pages, at /admin');
  admin
    .command('add <id-or-email>')
    .description('Make an account an admin; its owner is told by a letter')
    .action((who: string, options: SharedOptions) => add(who, options));
  admin
    .command('remove <id-or-email>')
    .description('Take that back: when this says so no node lets it in any more')
    .action((who: string, options: SharedOptions) => remove(who, options));
  admin
    .command('list')
    .description('List all admins')
    .action((options: SharedOptions) => list(options));
}

function add(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, admins, factors, settings }) => {
    const { id, email } = await accountOf(accounts, who);
    const added = await admins.add(id, byCommand);
    if (added !== 'added') throw new Error(whyNot(added, email));
    const account = await accounts.get(id);
    if (options.json) return printJson(present(account ?? { id, email }));
    print(`${email} is an admin, at ${settings.issuer}${adminHome}.`);
    const step = await factors.next({ account: id, level: 'urn:postern:one-factor', wanted: two, insists: two });
    if (step.is === 'enrol') {
      print('They have no second factor yet: whoever signs in first with their password sets one up.');
    }
  });
}

const two = 'urn:postern:two-factors';

function whyNot(added: Exclude<Added, 'added'>, email: string): string {
  switch (added) {
    case 'before':
      return `${email} is an admin already`;
    case 'suspended':
      return `${email} is suspended: enable it first`;
    case 'unknown':
      return `there is no account ${email}`;
  }
}

function remove(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, admins }) => {
    const { id, email } = await accountOf(accounts, who);
    if (!(await admins.remove(id, byCommand))) throw new Error(`${email} is no admin`);
    if (options.json) return printJson({ id, email, removed: true });
    print(`${email} is no admin any more.`);
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ admins }) => {
    const all = await readAll(admins.list);
    if (options.json) return printJson(all.map(present));
    if (all.length === 0) return print('There are no admins. `postern admin add` makes an account one.');
    printTable(
      ['ID', 'EMAIL', 'NAME', 'SINCE', ''],
      all.map(({ id, email, name = '', adminSince, disabledAt }) => [
        id,
        email,
        name,
        adminSince === undefined ? '' : time(adminSince),
        disabledAt === undefined ? '' : 'disabled',
      ]),
    );
  });
}

/** What is printed of an admin: nothing else of the account. */
const present = ({ id, email, name, adminSince, disabledAt }: Partial<Account>) => ({
  id,
  email,
  name,
  since: adminSince,
  disabledAt,
});
