/**
 * A process of its own that uses a store, as another node or the CLI does. Told by messages what to do; for writing
 * without an end it reports each answered write as a line, so that what it said before it was killed can be checked.
 */
import { randomUUID } from 'node:crypto';
import { openStore, type StoreLocation } from '../../adapters/open.ts';
import { Duplicate, type Store } from '../../adapters/store.ts';
import { collections, people, visits } from './collections.ts';

/** `times` calls in parallel of one step on one record. */
export interface Race {
  readonly step: keyof typeof steps;
  readonly key: string;
  readonly times: number;
}

const steps = {
  take: ({ ephemera }: Store, key: string) => ephemera.take('race', key),
  putIfAbsent: ({ ephemera }: Store, key: string) => ephemera.putIfAbsent('race', key, randomUUID(), 60),
  replaceEphemeron: ({ ephemera }: Store, key: string) => ephemera.replace('race', key, 'first', randomUUID()),
  increment: async ({ ephemera }: Store, key: string) => (await ephemera.increment('race', key, 60)).count,
  giveBack: async ({ ephemera }: Store, key: string) => {
    const { ends } = await ephemera.increment('race', key, 60, 3);
    return ephemera.decrement('race', key, ends, 2);
  },
  replace: async ({ documents }: Store, id: string) =>
    Boolean(await documents.replace(people, { id, revision: 1, content: randomUUID() })),
  remove: ({ documents }: Store, id: string) => documents.remove(people, { id, revision: 1 }),
  insertId: ({ documents }: Store, id: string) =>
    unlessDuplicate(documents.insert(people, { id, content: randomUUID() })),
  insertEmail: ({ documents }: Store, email: string) =>
    unlessDuplicate(documents.insert(people, { id: randomUUID(), email })),
};

async function unlessDuplicate(inserted: Promise<unknown>): Promise<boolean> {
  try {
    await inserted;
    return true;
  } catch (error) {
    if (error instanceof Duplicate) return false;
    throw error;
  }
}

const store = await openStore(JSON.parse(process.argv[2] ?? '') as StoreLocation, {
  collections,
  migrations: [],
  now: () => Math.floor(Date.now() / 1000),
  warn: () => undefined,
});

process.on('message', (message: Race | 'write' | 'close') => {
  if (message === 'write') for (let writer = 0; writer < 8; writer++) void writeForEver();
  else if (message === 'close') void store.close().then(() => process.disconnect());
  else void race(message).then((results) => process.send?.(results));
});
process.send?.('open');

const race = ({ step, key, times }: Race): Promise<unknown[]> =>
  Promise.all(Array.from({ length: times }, () => steps[step](store, key)));

async function writeForEver(): Promise<never> {
  for (;;) {
    const id = randomUUID();
    const inserted = await store.documents.insert(people, { id, email: id });
    process.stdout.write(`people ${id} 1\n`);
    await store.documents.replace(people, { ...inserted, content: 'changed' });
    process.stdout.write(`people ${id} 2\n`);
    await Promise.all([store.ephemera.put('written', id, id, 600), store.documents.insert(visits, { id })]);
    process.stdout.write(`visits ${id} 1\nephemera ${id} 1\n`);
  }
}
