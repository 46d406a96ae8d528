import { InvalidArgumentError, type Command } from 'commander';
import type { Accounts } from '../accounts/index.ts';
import { catalogue, eventKinds, type AuditEntry, type EventFilter, type EventKind } from '../audit/index.ts';
import { parseDuration } from '../clients/index.ts';
import { nearest } from '../nearest.ts';
import { withApp } from './open.ts';
import { print, printJson, time } from './print.ts';
import type { SharedOptions } from './settings.ts';
import { accountOf } from './who.ts';

interface FilterOptions extends SharedOptions, EventFilter {}

interface SearchOptions extends FilterOptions {
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
  readonly cursor?: string;
}

export function register(program: Command): void {
  const audit = program.command('audit').description('What happened: who, which app, from where');
  withFilter(audit.command('search'))
    .description('Events, newest first')
    .option('--since <time>', 'not before: 2026-01-31, 2026-01-31T12:00Z, or 7d ago as 7d', pointInTime)
    .option('--until <time>', 'not after', pointInTime)
    .option('--limit <number>', 'at most this many', atMost, 50)
    .option('--cursor <cursor>', 'goes on where a page ended')
    .action((options: SearchOptions) => search(options));
  withFilter(audit.command('tail'))
    .description('Events as they come, until Ctrl-C')
    .option('--since <time>', 'begin with events of this time', pointInTime)
    .action((options: FilterOptions & { since?: number }) => tail(options));
  audit
    .command('kinds')
    .description('What can happen, and how long it is kept')
    .action((options: SharedOptions) => kinds(options));
}

const withFilter = (command: Command): Command =>
  command
    .option('--kind <kind>', 'only this kind (see postern audit kinds)', kind)
    .option('--account <id-or-email>', 'only about this account')
    .option('--client <id>', 'only about this client')
    .option('--family <id>', 'only about this sign-in of an app');

function kind(value: string): EventKind {
  const found = eventKinds.find((one) => one === value);
  if (found && catalogue[found].keep === 'counted') {
    throw new InvalidArgumentError(`${found} is only counted, for the metrics: none is kept, so none can be found.`);
  }
  if (found) return found;
  const meant = nearest(value, eventKinds);
  throw new InvalidArgumentError(`There is no such kind${meant ? `; did you mean ${meant}?` : '.'}`);
}

/** @returns seconds since the epoch */
function pointInTime(value: string): number {
  const ago = parseDuration(value);
  // A bare number is a year or a mistake, and no number of seconds.
  if (ago !== undefined && !/^\d+$/.test(value)) return Math.floor(Date.now() / 1000) - ago;
  const milliseconds = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('It must be a time like 2026-01-31T12:00Z, or 7d.');
  return Math.floor(milliseconds / 1000);
}

function atMost(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new InvalidArgumentError('It must be 1 to 1000.');
  return limit;
}

const filterOf = async (
  accounts: Pick<Accounts, 'get' | 'byEmail'>,
  { kind, account, client, family }: FilterOptions,
): Promise<EventFilter> => ({
  ...(kind !== undefined && { kind }),
  // By its id also one that is gone.
  ...(account !== undefined && { account: account.includes('@') ? (await accountOf(accounts, account)).id : account }),
  ...(client !== undefined && { client }),
  ...(family !== undefined && { family }),
});

function search(options: SearchOptions): Promise<void> {
  const { since, until, cursor, limit } = options;
  return withApp(options, async ({ audit, accounts }) => {
    const page = await audit.search({
      ...(await filterOf(accounts, options)),
      limit,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(cursor !== undefined && { cursor }),
    });
    if (options.json) return printJson(page);
    if (page.events.length > 0) print(...page.events.map(inWords));
    if (page.cursor !== undefined) process.stderr.write(`more: --cursor ${page.cursor}\n`);
    else if (page.events.length === 0) process.stderr.write('Nothing was found.\n');
  });
}

function tail(options: FilterOptions & { since?: number }): Promise<void> {
  return withApp(options, async ({ audit, accounts }) => {
    const filter = await filterOf(accounts, options);
    const stop = new AbortController();
    const abort = () => stop.abort();
    process.once('SIGINT', abort).once('SIGTERM', abort);
    const from = options.since === undefined ? {} : { from: options.since };
    for await (const event of audit.follow(filter, { ...from, signal: stop.signal })) {
      // One line an event, so that another program can read along.
      print(options.json ? JSON.stringify(event) : inWords(event));
    }
  });
}

/** An event in one line. What came from outside has no control characters: they were taken out when it was recorded. */
function inWords({ at, kind, outcome, account, client, family, session, origin, detail }: AuditEntry): string {
  const about = {
    ...(outcome === 'refused' && { outcome }),
    account,
    client,
    ...detail,
    family,
    session,
    from: origin?.address,
    request: origin?.requestId,
  };
  const words = Object.entries(about).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${shown(name, value)}`],
  );
  return [time(at), kind.padEnd(24), ...words].join('  ');
}

/** What of the details is a point in time, in seconds since the epoch. */
const times: ReadonlySet<string> = new Set(['at', 'since', 'until', 'oldUntil', 'provenAt', 'madeAt', 'usedFrom']);

/** Without a space in it, as every value has none: the line is taken apart by spaces. */
const shown = (name: string, value: string | number | boolean): string =>
  typeof value === 'number' && times.has(name) ? `${time(value).replace(' ', 'T')}Z` : String(value);

function kinds({ json }: SharedOptions): void {
  if (json) return printJson(catalogue);
  for (const name of eventKinds) {
    const { description, keep, detail } = catalogue[name];
    const kept = keep === 'counted' ? 'counted' : `${keep} days`;
    print(`${name.padEnd(30)}${kept.padEnd(10)}${description}${detail.length > 0 ? ` (${detail.join(', ')})` : ''}`);
  }
}
