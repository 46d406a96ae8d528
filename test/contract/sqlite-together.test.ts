import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryStore, type TemporaryStore } from '../support/store.ts';
import { eventually } from '../support/eventually.ts';
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

  /** How often this process has the log open: SQLite's connections, and who brings it to the disk. */
  async function opensOfTheLog(): Promise<number> {
    const descriptors = await readdir('/proc/self/fd');
    const targets = await Promise.all(descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
    return targets.filter((target) => target === `${file}-wal`).length;
  }

  (process.platform === 'linux' ? test : test.skip)(
    'the log is brought to the disk by the way once much was written, and let go of at the end',
    async () => {
      await Promise.all(Array.from({ length: 100 }, (_, number) => pair(number)));
      // One that reads, one that writes, and this.
      await eventually(async () => expect(await opensOfTheLog()).toBe(3));
      await opened.store.close();
      expect(await opensOfTheLog()).toBe(0);
    },
  );
});
