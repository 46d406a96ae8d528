/** `npm run bench`: Postern beside plain oidc-provider, on this machine, in one run. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measureFamilies } from './families/index.ts';
import { bytesPerRecord, measureFootprint } from './footprint.ts';
import type { Measured, Order, Report } from './load/generator.ts';
import { measurePasswords } from './passwords/index.ts';
import { optionsFrom, usage, type Options } from './options.ts';
import { lineOf, machine, table, withRound, type Rounds } from './report.ts';
import { measureTiming } from './timing/index.ts';
import { start, type Started, type TargetName } from './servers/index.ts';
import { workloadOf } from './workload.ts';

const options = optionsFrom(process.argv.slice(2));
if (options === 'help') process.stdout.write(usage);
else await run(options);

async function run(options: Options): Promise<void> {
  console.log(`${machine()}; ${options.clients} clients, ${options.connections} connections\n`);
  if (options.footprint) await tellFootprint();
  if (options.passwords) await measurePasswords(options.rounds, options.profile);
  if (options.timing) await measureTiming();
  if (options.scenarios.length > 0) await withGenerator((generator) => compare(options, generator));
  if (options.families > 0)
    await withGenerator((generator) => measureFamilies(options, (order) => measure(generator, order)));
}

async function tellFootprint(): Promise<void> {
  const { firstReady, laterReady, idle } = await measureFootprint();
  console.log(
    `Ready after ${firstReady.toFixed(0)} ms the first time, ${laterReady.toFixed(0)} ms later; ` +
      `${idle.toFixed(0)} MiB resident when idle (SQLite).\n`,
  );
}

/** The load comes from a process of its own. */
async function withGenerator(use: (generator: ChildProcess) => Promise<void>): Promise<void> {
  const generator = fork(fileURLToPath(new URL('load/generator.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    await use(generator);
  } finally {
    generator.disconnect();
  }
}

/** Each round measures the servers in turn: what else the machine does hits all of them alike. */
async function compare(options: Options, generator: ChildProcess): Promise<void> {
  const workload = workloadOf(options);
  const servers = new Map<TargetName, Started>();
  try {
    for (const name of options.targets) {
      const server = await start(name, workload, options.profile);
      servers.set(name, server);
      console.log(`${name}: ${server.description}`);
    }
    for (const scenario of options.scenarios) {
      const results = new Map<TargetName, Rounds>();
      for (let round = 0; round < options.rounds; round += 1) {
        for (const [name, { port, pid, paths }] of servers) {
          const order = { scenario, workload, seconds: options.seconds, target: { port, pid, paths } };
          results.set(name, withRound(results.get(name), await measure(generator, order)));
        }
      }
      tell(scenario, results);
    }
    tellBytes(servers.get('sqlite')?.database);
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

async function measure(generator: ChildProcess, order: Order): Promise<Measured> {
  generator.send(order);
  const [report] = (await once(generator, 'message')) as [Report];
  if ('failure' in report) throw new Error(`${order.scenario}: ${report.failure}`);
  return report;
}

function tell(scenario: string, results: ReadonlyMap<TargetName, Rounds>): void {
  const plain = results.get('plain');
  if (!plain) throw new Error('nothing to compare with');
  const head = [scenario, 'a second (least–most)', 'p50 ms', 'p99 ms', 'of plain (least–most)', 'CPU ms each'];
  console.log(
    `\n${table(
      head,
      [...results].map(([name, rounds]) => lineOf(name, rounds, plain)),
    )}`,
  );
}

function tellBytes(database: string | undefined): void {
  if (database === undefined) return;
  const kept = ['families', 'sessions', 'audit', 'ephemeron']
    .map((name) => [name, bytesPerRecord(database, name)] as const)
    .filter(([, bytes]) => bytes !== undefined)
    .map(([name, bytes]) => `${name} ${bytes}`);
  console.log(`\nBytes a record on SQLite, with its indexes: ${kept.join(', ')}.`);
}
