import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from '../clients/index.ts';
import type { Ban } from '../protection/index.ts';
import { withApp } from './open.ts';
import { print, printJson, printTable, time } from './print.ts';
import { readParts } from './read-all.ts';
import type { SharedOptions } from './settings.ts';

interface AddOptions extends SharedOptions {
  readonly reason?: string;
  readonly for?: number;
}

export function register(program: Command): void {
  const ban = program
    .command('ban')
    .description('Networks from which nothing is answered, by an admin, or nothing may be guessed, by a rule');
  ban
    .command('add <network>')
    .description(
      'Ban an address or a network (203.0.113.7, 203.0.113.0/24, 2001:db8::/32): when this says so no node answers it. It takes the place of a ban by rule, which stops only guessing',
    )
    .option('--reason <text>', 'why; shown to admins only')
    .option('--for <duration>', 'how long: 12h, 7d; without it until it is lifted', duration)
    .action((network: string, options: AddOptions) => add(network, options));
  ban
    .command('list')
    .description('List what is banned, by an admin (everything) or by a rule (guessing)')
    .action((options: SharedOptions) => list(options));
  ban
    .command('remove <network>')
    .description('Lift a ban: when this says so no node holds to it any more')
    .action((network: string, options: SharedOptions) => remove(network, options));
}

function duration(value: string): number {
  const seconds = parseDuration(value);
  if (!seconds) throw new InvalidArgumentError('Write a number with its unit: 90s, 10m, 12h, 7d.');
  return seconds;
}

function add(network: string, { reason = '', for: lasts, ...options }: AddOptions): Promise<void> {
  return withApp(options, async ({ protection: { bans } }) => {
    const ban = await bans.add({ network, reason, ...(lasts !== undefined && { lasts }) });
    if (options.json) return printJson(present(ban));
    print(`${ban.id} is banned${ban.expiresAt === undefined ? '' : ` until ${time(ban.expiresAt)}`}.`);
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ protection }) => {
    const bans = await readParts(async (from) => {
      const { bans: rows, next } = await protection.bans.list({ limit: 500, ...from });
      return { rows, next };
    });
    if (options.json) return printJson(bans.map(present));
    if (bans.length === 0) return print('Nothing is banned.');
    printTable(
      ['NETWORK', 'BY', 'SINCE', 'UNTIL', 'REASON'],
      bans.map(({ id, by, createdAt, expiresAt, reason }) => [
        id,
        by,
        time(createdAt),
        expiresAt === undefined ? '' : time(expiresAt),
        reason,
      ]),
    );
  });
}

function remove(network: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ protection: { bans } }) => {
    const id = await bans.remove(network);
    if (options.json) printJson({ network: id, removed: true });
    else print(`${id} is banned no more.`);
  });
}

const present = ({ id, by, reason, createdAt, expiresAt }: Ban) => ({ network: id, by, reason, createdAt, expiresAt });
