import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryStore, type TemporaryStore } from '../support/store.ts';
import { collections, visits } from './collections.ts';

describe('SQLite', () => {
  let opened: TemporaryStore;
  let file: string;
  beforeEach(async () => {
    opened = await temporaryStore(collections);
    file = join(opened.directory, 'postern.db');
  });
  afterEach(() => opened.remove());

  /** An ephemeron and a document of one turn, as a token and its record are. */
  const pair = (number: number) =>
    Promise.all([
      opened.store.ephemera.put('a', `key ${number}`, 'value', 60),
      opened.store.documents.insert(visits, { id: `v${number}` }),
    ]);

  test('what is written in one turn is kept in one step: nobody ever sees half of it', async () => {
    expect(opened.store.writesTogether).toBe(true);
    const other = new DatabaseSync(file, { readOnly: true });
    const seen = other.prepare(
      'SELECT (SELECT count(*) FROM "ephemeron") AS "ephemera", (SELECT count(*) FROM "visits") AS "documents"',
    );
    const counts = new Set<number>();
    for (let number = 0; number < 100; number += 1) {
      const writing = { done: false };
      const written = pair(number).then(() => (writing.done = true));
      while (!writing.done) {
        const { ephemera, documents } = seen.get() as { ephemera: number; documents: number };
        expect(ephemera).toBe(documents);
        counts.add(documents);
        await new Promise(setImmediate);
      }
      await written;
    }
    expect(counts.size).toBeGreaterThan(90);
    other.close();
  });
});
