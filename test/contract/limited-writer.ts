/** Writes until the disk refuses, printing each id that was answered; then what the failures were, of that and of the next. */
import { openStore } from '../../adapters/open.ts';
import { collections, people } from './collections.ts';

const [directory = ''] = process.argv.slice(2);
const options = { collections, migrations: [], now: () => 0, warn: () => undefined };
const { documents } = await openStore({ kind: 'sqlite', directory }, options);

const write = async (id: string): Promise<string> => {
  await documents.insert(people, { id, content: 'x'.repeat(5000) });
  return id;
};
const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));

for (let round = 0; ; round++) {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => write(`${round}-${index}`)));
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') console.log(outcome.value);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    console.log(nameOf(failed.reason), await write('after').catch(nameOf));
    process.exit();
  }
}
