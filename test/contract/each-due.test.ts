import { expect, test } from '@jest/globals';
import { eachDue } from '../../adapters/store.ts';
import { people } from './collections.ts';
import { openedSqlite } from './opened-sqlite.ts';

// Every store gives what is due from the last one onwards (see the contract of documents): this goes by that.
const opened = openedSqlite();

test('what nothing can be done about yet does not keep the sweep from what comes after it', async () => {
  const { documents } = opened.store;
  const due = (id: string, leavesAt: number) => documents.insert(people, { id, leavesAt });
  await Promise.all(Array.from({ length: 450 }, (_, number) => due(`stuck ${number}`, 10)));
  await due('free', 11);
  await due('later', 12);
  const seen: string[] = [];
  const handled = await eachDue(documents, people, 'leavesAt', 11, async (person) => {
    seen.push(person.id);
    return person.id === 'free' && documents.remove(people, person);
  });
  expect(handled).toBe(1);
  expect(seen).toContain('free');
  expect(new Set(seen).size).toBe(451);
  expect(seen).toHaveLength(451);
});
