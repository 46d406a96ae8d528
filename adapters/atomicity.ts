import type { Names, Rivals } from './database.ts';
import { scratch, scratchId } from './scratch.ts';
import { Duplicate, StoreRefused, type Documents, type Ephemera } from './store.ts';

const rounds = 2;
const racers = 24;
/** Fewer, as each that is refused reads why. */
const inserters = 16;

/**
 * Proves, as far as a race can, that each step which must happen once does: several calls at the same moment over
 * several connections, of which exactly one may win. There are servers that speak a database's protocol and run such a
 * step as a read and then a write (FerretDB 1.x): on them a code could be redeemed twice and a refresh token forked.
 *
 * @param names what the databases are called, for the message
 * @param now seconds since the epoch
 * @throws {StoreRefused} naming the step that another number of calls than one won
 */
export async function proveAtomic(names: Names, { documents, ephemera }: Rivals, now: number): Promise<void> {
  // Connections are made at their first use; without this the race would be over before the last one stands.
  await race(documents, (rival) => rival.get(scratch, 'none'));
  for (let round = 0; round < rounds; round++) {
    const winners = await Promise.all([
      winnersOf(names.documents, 'insert with a unique field', uniqueInsert(documents, now)),
      winnersOf(names.documents, 'compare-and-set of a document', replaceDocument(documents, now)),
      winnersOf(names.documents, 'removal of a document', removeDocument(documents, now)),
      winnersOf(names.ephemera, 'put if absent', putIfAbsent(ephemera)),
      winnersOf(names.ephemera, 'take', take(ephemera)),
      winnersOf(names.ephemera, 'compare-and-set of an ephemeron', replaceEphemeron(ephemera)),
      winnersOf(names.ephemera, 'counter', increment(ephemera)),
    ]);
    const broken = winners.find(({ count }) => count !== 1);
    if (broken) throw refusal(broken);
  }
}

const refusal = ({ database, step, count }: Winners): StoreRefused =>
  new StoreRefused(
    `${database}: of many parallel calls of one step (${step}) exactly one must win, and ${count} did. ` +
      'On such a server a code could be redeemed twice, so Postern does not run on it. ' +
      'Servers that only imitate a database (FerretDB 1.x is one) are known for this: use the database itself.',
  );

interface Winners {
  readonly database: string;
  readonly step: string;
  readonly count: number;
}

const winnersOf = async (database: string, step: string, count: Promise<number>): Promise<Winners> => ({
  database,
  step,
  count: await count,
});

/** All at once, spread over the connections. */
const race = <Rival, T>(
  rivals: readonly Rival[],
  run: (rival: Rival, racer: number) => Promise<T>,
  length = racers,
): Promise<T[]> =>
  Promise.all(Array.from({ length }, (_, racer) => run(rivals[racer % rivals.length] as Rival, racer)));

async function uniqueInsert(rivals: readonly [Documents, ...Documents[]], now: number): Promise<number> {
  const name = scratchId();
  const insert = async (documents: Documents) => {
    try {
      return await documents.insert(scratch, { id: scratchId(), name, madeAt: now });
    } catch (error) {
      if (error instanceof Duplicate) return undefined;
      throw error;
    }
  };
  const inserted = await race(rivals, insert, inserters);
  const winners = inserted.filter((document) => document !== undefined);
  await Promise.all(winners.map((document) => rivals[0].remove(scratch, document)));
  return winners.length;
}

async function replaceDocument(rivals: readonly [Documents, ...Documents[]], now: number): Promise<number> {
  const document = await rivals[0].insert(scratch, { id: scratchId(), madeAt: now });
  const replaced = await race(rivals, (documents, racer) =>
    documents.replace(scratch, { ...document, name: `${document.id} ${racer}` }),
  );
  const winners = replaced.filter((next) => next !== undefined);
  await Promise.all(winners.map((next) => rivals[0].remove(scratch, next)));
  return winners.length;
}

async function removeDocument(rivals: readonly [Documents, ...Documents[]], now: number): Promise<number> {
  const document = await rivals[0].insert(scratch, { id: scratchId(), madeAt: now });
  return count(await race(rivals, (documents) => documents.remove(scratch, document)));
}

async function putIfAbsent(rivals: readonly [Ephemera, ...Ephemera[]]): Promise<number> {
  const key = scratchId();
  const put = await race(rivals, (ephemera, racer) => ephemera.putIfAbsent('scratch', key, String(racer), 60));
  await rivals[0].remove('scratch', key);
  return count(put);
}

async function take(rivals: readonly [Ephemera, ...Ephemera[]]): Promise<number> {
  const key = scratchId();
  await rivals[0].put('scratch', key, 'taken', 60);
  return count(await race(rivals, (ephemera) => ephemera.take('scratch', key)));
}

async function replaceEphemeron(rivals: readonly [Ephemera, ...Ephemera[]]): Promise<number> {
  const key = scratchId();
  await rivals[0].put('scratch', key, 'first', 60);
  const replaced = await race(rivals, (ephemera, racer) => ephemera.replace('scratch', key, 'first', String(racer)));
  await rivals[0].remove('scratch', key);
  return count(replaced);
}

/** Every racer must get a number of its own. @returns 1, and one more for each number given twice */
async function increment(rivals: readonly [Ephemera, ...Ephemera[]]): Promise<number> {
  const key = scratchId();
  const numbers = await race(rivals, async (ephemera) => (await ephemera.increment('scratch', key, 60)).count);
  await rivals[0].remove('scratch', key);
  return 1 + racers - new Set(numbers).size;
}

const count = (results: readonly unknown[]): number => results.filter(Boolean).length;
