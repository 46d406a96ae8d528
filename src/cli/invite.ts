import { Option, type Command } from 'commander';
import { normaliseEmail } from '../accounts/index.ts';
import type { Rooms } from '../rooms/index.ts';
import { knownLanguages } from '../brand/index.ts';
import { withApp } from './open.ts';
import { print, printJson, printTable, time } from './print.ts';
import { readAll } from './read-all.ts';
import type { SharedOptions } from './settings.ts';

interface SendOptions extends SharedOptions {
  readonly language?: string;
}

type Listed = Awaited<ReturnType<Rooms['invitations']['list']>>[number];

export function register(program: Command): void {
  const invite = program.command('invite').description('Letters that let somebody sign up');
  invite
    .command('send <email>', { isDefault: true })
    .description(
      'Invite an address: its letter has a link that makes an account for it; `postern invite ann@example.com` does too',
    )
    .addOption(
      new Option('--language <language>', 'of the letter; without it the first of `languages`').choices(knownLanguages),
    )
    .action((email: string, options: SendOptions) => send(email, options));
  invite
    .command('list')
    .description('List invitations of the last weeks, and what became of them')
    .action((options: SharedOptions) => list(options));
  invite
    .command('withdraw <email>')
    .description('Take an invitation back: when this says so its link makes no account')
    .action((email: string, options: SharedOptions) => withdraw(email, options));
}

function send(typed: string, { language, ...options }: SendOptions): Promise<void> {
  return withApp(options, async ({ invitations, settings }) => {
    if (settings.signUp.mode === 'closed')
      throw new Error(
        'signUp.mode is closed, so an invitation is of no use: set it to invitation, or add the account.',
      );
    const invitation = await invitations.invite(addressIn(typed), language);
    if (options.json) return printJson(present({ ...invitation, state: 'open' }));
    print(`${invitation.email} is invited until ${time(invitation.until)}. The letter goes out while a node runs.`);
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ invitations }) => {
    const all = await readAll(invitations.list);
    all.sort((one, other) => one.createdAt - other.createdAt);
    if (options.json) return printJson(all.map(present));
    if (all.length === 0) return print('Nobody is invited.');
    printTable(
      ['EMAIL', 'SINCE', 'UNTIL', ''],
      all.map(({ email, createdAt, until, state }) => [email, time(createdAt), time(until), state]),
    );
  });
}

function withdraw(typed: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ invitations }) => {
    const email = addressIn(typed);
    await invitations.withdraw(email);
    if (options.json) return printJson({ email, withdrawn: true });
    print(`${email} is invited no more.`);
  });
}

function addressIn(typed: string): string {
  const email = normaliseEmail(typed);
  if (email === undefined) throw new Error(`${typed} is no e-mail address`);
  return email;
}

const present = ({ id, email, state, createdAt, until }: Listed) => ({ id, email, state, createdAt, until });
