import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import {
  claimsOfProfile,
  normaliseEmail,
  passwordLength,
  profileFrom,
  type Account,
  type NoReset,
  type PasswordProblem,
} from '../accounts/index.ts';
import { collect, putPairs } from './fields.ts';
import { withApp } from './open.ts';
import { print, printFields, printJson, printTable, time } from './print.ts';
import { readAll } from './read-all.ts';
import type { SharedOptions } from './settings.ts';
import { accountOf, byCommand } from './who.ts';

interface AddOptions extends SharedOptions {
  readonly name?: string;
  readonly claim?: string[];
  readonly passwordStdin?: true;
}

export function register(program: Command): void {
  const account = program.command('account').description('People who can sign in');
  account
    .command('add <email>')
    .description('Add a person; the address counts as confirmed')
    .option('--name <name>', 'what apps call the person')
    .option(
      '--claim <name=value>',
      'what else apps are told, by its name in OpenID Connect, as in given_name=Ann, phone_number=+15551234567 or address.country=France; may be given several times',
      collect,
    )
    .option(
      '--password-stdin',
      'read the password from standard input; without it the person sets one by "Forgot your password?"',
    )
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
  account
    .command('reset-factors <id-or-email>')
    .description('Take all second factors away, after a time in which the person is told and can stop it')
    .action((who: string, options: SharedOptions) => resetFactors(who, options));
  account
    .command('keep-factors <id-or-email>')
    .description('Stop a reset of second factors')
    .action((who: string, options: SharedOptions) => keepFactors(who, options));
  account
    .command('change-email <id-or-email> <new-email>')
    .description(
      'Give an account another address, after a time in which the person is told and can stop it, if whoever has the new one confirms it until then',
    )
    .action((who: string, to: string, options: SharedOptions) => changeEmail(who, to, options));
  account
    .command('keep-email <id-or-email>')
    .description('Stop a change of address that change-email began')
    .action((who: string, options: SharedOptions) => keepEmail(who, options));
}

function add(typed: string, options: AddOptions): Promise<void> {
  return withApp(options, async ({ accounts, passwords, passwordRule }) => {
    const email = normaliseEmail(typed);
    if (email === undefined) throw new Error(`${typed} is no e-mail address`);
    const profile = profileFrom(putPairs({ ...(options.name && { name: options.name }) }, '--claim', options.claim));
    const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
    const judged = given === undefined ? undefined : await passwordRule.judge(given, { email });
    if (judged && 'problem' in judged) throw new Error(whyNot(judged.problem, passwordRule.least));
    // None is made up here: it would be one that somebody else has seen, and that may stay (ASVS 6.4.1).
    const password = given === undefined ? undefined : await passwords.hash(given);
    const added = await accounts.create({ email, ...(password && { password }), ...profile });
    if (!added) throw new Error(`${email} has an account already`);
    if (options.json) return printJson(present(added));
    print(`${email} was added.`);
    if (!password) print('They set a password by “Forgot your password?” on the page that asks for it.');
    print('');
    printFields({ id: added.id });
  });
}

function whyNot(problem: PasswordProblem, least: number): string {
  switch (problem) {
    case 'missing':
    case 'too-short':
      return `the password has less than ${least} characters`;
    case 'too-long':
      return `the password has more than ${passwordLength.most} characters`;
    case 'like-email':
    case 'like-name':
      return 'the password is little more than the address, or the name of the installation';
    case 'common':
      return 'the password is one of those that are used most';
    case 'guessable':
      return 'the password can be guessed quickly: make it longer';
    case 'breached':
      return 'the password is known from a data breach';
  }
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts }) => {
    const all = await readAll(accounts.list);
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
    const account = present(await accountOf(accounts, who));
    if (options.json) return printJson(account);
    const { id, email, createdAt, changedAt, emailVerifiedAt, disabledAt, newEmail, resetAt } = account;
    printFields({
      id,
      email,
      ...claimsOfProfile(account),
      'confirmed at': time(emailVerifiedAt),
      'created at': time(createdAt),
      'changed at': time(changedAt),
      ...(disabledAt !== undefined && { 'disabled at': time(disabledAt) }),
      ...(newEmail &&
        resetAt !== undefined && {
          'next address': `${newEmail.to}${newEmail.confirmed ? '' : ' (to be confirmed)'}`,
          from: time(resetAt),
        }),
    });
  });
}

function change(who: string, step: 'disable' | 'enable', options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts }) => {
    const changed = await accounts[step]((await accountOf(accounts, who)).id);
    if (!changed) throw new Error(`there is no account ${who}`);
    if (options.json) return printJson(present(changed));
    print(`${changed.email} was ${step}d.`);
  });
}

/** An account for people who administer it: everything but what opens it. */
const present = ({
  password: _,
  passwordCost: _cost,
  recovery: _recovery,
  emailChange: _change,
  owed: _owed,
  owedSince: _since,
  firstDevice: _device,
  denied: _denied,
  resetEpoch: _epoch,
  ...account
}: Account) => account;

function resetFactors(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, factorResets, settings }) => {
    const { id, email } = await accountOf(accounts, who);
    const at = await factorResets.start(id, settings.factors.resetAfter, byCommand);
    if (at === undefined) throw new Error(`${email} has no second factor`);
    if (options.json) return printJson({ id, email, resetAt: at });
    print(`The second factors of ${email} go at ${time(at)}. They are told, and can stop it until then.`);
  });
}

function keepFactors(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, factorResets }) => {
    const { id, email } = await accountOf(accounts, who);
    if (!(await factorResets.stop(id, byCommand))) {
      throw new Error(`no reset of ${email}’s second factors is under way`);
    }
    if (options.json) return printJson({ id, email });
    print(`The second factors of ${email} stay.`);
  });
}

function changeEmail(who: string, typed: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, emailResets, settings }) => {
    const { id, email } = await accountOf(accounts, who);
    const to = normaliseEmail(typed);
    if (to === undefined) throw new Error(`${typed} is no e-mail address`);
    const at = await emailResets.start(id, to, settings.factors.resetAfter, byCommand);
    if (typeof at === 'string') throw new Error(whyNoReset(at, email, to));
    if (options.json) return printJson({ id, email, newEmail: to, resetAt: at });
    print(
      `${email} becomes ${to} at ${time(at)}, if that is confirmed until then by the link that goes there.`,
      'All addresses are told, and can stop it until then.',
    );
  });
}

function whyNoReset(why: NoReset, email: string, to: string): string {
  switch (why) {
    case 'same':
      return `${to} is the account’s address already`;
    case 'taken':
      return `${to} is another account’s address, or was until a few days ago`;
    case 'under-way':
      return `a change of ${email} to another address is under way: stop it first, by keep-email`;
    case 'undo':
      return `${email} is suspended, and the address that the account had before can still take it back, by the link of any letter that went there: use that, or enable it first`;
  }
}

function keepEmail(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, emailResets }) => {
    const { id, email } = await accountOf(accounts, who);
    if (!(await emailResets.stop(id, byCommand))) {
      throw new Error(`no change of ${email} is under way`);
    }
    if (options.json) return printJson({ id, email });
    print(`${email} stays.`);
  });
}
