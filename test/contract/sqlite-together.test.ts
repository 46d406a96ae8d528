import { describe, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { visits } from './collections.ts';
import { openedSqlite } from './opened-sqlite.ts';

describe('SQLite', () => {
  const opened = openedSqlite();

  /** An ephemeron and a document of one turn, as a token and its record are. */
  const pair = (number: number) =>
    Promise.all([
      opened.store.ephemera.put('a', `key ${number}`, 'value', 60),
      opened.store.documents.insert(visits, { id: `v${number}` }),
    ]);

  test('what is written in one turn is kept in one step: nobody ever sees half of it', async () => {
    expect(opened.store.writesTogether).toBe(true);
    const other = new DatabaseSync(opened.file, { readOnly: true });
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
