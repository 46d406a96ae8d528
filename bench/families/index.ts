/** `npm run bench -- --only families`: whether a refresh costs the same however many families there are, and however old. */
import { freemem } from 'node:os';
import type { Options } from '../options.ts';
import { judged, lineOf, median, table, withRound, type Rounds } from '../report.ts';
import type { Measured, Order } from '../load/generator.ts';
import { workloadOf } from '../workload.ts';
import { timeToTheEnd } from './end.ts';
import { openPlace, startServers, type PlaceWithFamilies, type Servers } from './places.ts';
import { generations, type Generation } from './seed.ts';

type Measure = (order: Order) => Promise<Measured>;

const few = 1000;
/** Bytes that a server which keeps all of them as objects in memory needs for each. */
const inMemoryEach = 12_000;

/** By how much the dearest may cost more than the cheapest. */
const flat = 1.25;

export async function measureFamilies(options: Options, measure: Measure): Promise<void> {
  for (const profile of options.targets) {
    if (profile === 'plain') continue;
    const places: PlaceWithFamilies[] = [];
    try {
      for (const wanted of [few, options.families]) {
        const most = Math.min(wanted, Math.floor((freemem() * 0.75) / inMemoryEach));
        const servers = profile === 'sqlite' ? undefined : await startServers(256 + (most * inMemoryEach) / 2 ** 20);
        const count = inMemory(servers) ? most : wanted;
        const workload = workloadOf({ clients: 2 * options.connections, connections: options.connections });
        const began = performance.now();
        places.push(await openPlace(count, workload, options.rounds + 1, servers));
        console.log(`${profile}: ${count} families after ${((performance.now() - began) / 1000).toFixed(0)} s`);
      }
      await compare(profile, places, options, measure);
    } finally {
      for (const place of places) await place.stop();
    }
    console.log(`${await timeToTheEnd(profile, 200)}\n`);
  }
}

const inMemory = (servers: Servers | undefined): boolean => servers?.mongodb.name === 'mongo-java-server';

/** A store, a generation, and what was measured there. */
interface Variant {
  readonly place: PlaceWithFamilies;
  readonly generation: Generation;
  rounds?: Rounds;
}

/** Each round measures every store at every generation: what else the machine does hits all of them alike. */
async function compare(
  profile: string,
  places: readonly PlaceWithFamilies[],
  { rounds, seconds, connections }: Options,
  measure: Measure,
): Promise<void> {
  const workload = workloadOf({ clients: 2 * connections, connections });
  const before = await Promise.all(places.map((place) => place.size()));
  const variants = places.flatMap((place) => generations.map((generation): Variant => ({ place, generation })));
  // The first round only warms up. Each begins with another one, so that none is always the first.
  for (let round = 0; round <= rounds; round += 1) {
    const turn = round % variants.length;
    for (const variant of [...variants.slice(turn), ...variants.slice(0, turn)]) {
      const { port, pid, chains } = variant.place;
      const paths = { authorization: '/authorize', token: '/token', introspection: '/introspect' };
      const tokens = (chains[variant.generation][round] ?? []).map(({ token }) => token);
      const measured = await measure({ scenario: 'rotation', workload, seconds, target: { port, pid, paths }, tokens });
      if (round > 0) variant.rounds = withRound(variant.rounds, measured);
    }
  }
  tellCosts(profile, variants);
  const after = await Promise.all(places.map((place) => place.size()));
  before.forEach(({ count, bytes }, index) => {
    const now = after[index];
    if (!now) return;
    const grown = now.count !== count || now.bytes > bytes * 1.02;
    const sizes = `${count} families of ${bytes} bytes; after refreshing ${now.count} of ${now.bytes}`;
    console.log(judged(sizes, !grown, ['not grown', 'GROWN']));
  });
}

function tellCosts(profile: string, variants: readonly Variant[]): void {
  const measured = variants.flatMap(({ place, generation, rounds }) =>
    rounds ? [{ name: `${place.families} families, generation ${generation}`, rounds }] : [],
  );
  const [first] = measured;
  if (!first) return;
  const head = ['a second (least–most)', 'p50 ms', 'p99 ms', 'of the first (least–most)', 'CPU ms each'];
  const lines = measured.map(({ name, rounds }) => lineOf(name, rounds, first.rounds));
  console.log(`\n${table([`refresh on ${profile}`, ...head], lines)}\n`);
  // Where the database is a process of its own, what it costs shows in how long a refresh takes: half of them at least.
  const costs = measured.map(({ rounds }) => median(profile === 'sqlite' ? rounds.costs : rounds.times));
  const ratio = Math.max(...costs) / Math.min(...costs);
  const costliest = `The dearest costs ${ratio.toFixed(2)} times the cheapest`;
  console.log(judged(costliest, ratio <= flat, ['flat', 'NOT FLAT']));
}
