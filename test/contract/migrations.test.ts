import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate, schema, type Migration } from '../../adapters/migrations.ts';
import { openStore } from '../../adapters/open.ts';
import { change, StoreRefused, type AnyCollection, type Collection, type Document } from '../../adapters/store.ts';
import { collections, people } from './collections.ts';
import { imitation } from './imitation.ts';

const pace = { beat: 10, silence: 150 };

/** Migrations that note that they ran. */
function noted(names: readonly string[], ran: string[], run: (name: string) => Promise<void> = async () => undefined) {
  return names.map((name, index): Migration => ({
    number: index + 1,
    name,
    async run() {
      ran.push(name);
      await run(name);
    },
  }));
}

describe('migrating', () => {
  test('a new store is of this version at once', async () => {
    const documents = imitation().documents;
    const ran: string[] = [];
    await migrate(documents, noted(['a', 'b'], ran), pace);
    expect(ran).toEqual([]);
    expect(await documents.get(schema, 'schema')).toMatchObject({ version: 2 });
  });

  test('an older store is brought forward in order, each migration once', async () => {
    const documents = imitation().documents;
    const ran: string[] = [];
    await migrate(documents, [], pace);
    await migrate(documents, noted(['a', 'b'], ran), pace);
    await migrate(documents, noted(['a', 'b', 'c'], ran), pace);
    await migrate(documents, noted(['a', 'b', 'c'], ran), pace);
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  test('of several nodes that start together one migrates, and all wait for it', async () => {
    const documents = imitation().documents;
    const ran: string[] = [];
    let isDone = false;
    await migrate(documents, [], pace);
    const migrations = noted(['slow'], ran, async () => {
      await pause(3 * pace.silence);
      isDone = true;
    });
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        await migrate(documents, migrations, pace);
        expect(isDone).toBe(true);
      }),
    );
    expect(ran).toEqual(['slow']);
  });

  test('after a failure in the middle the rest is done at the next start', async () => {
    const documents = imitation().documents;
    const ran: string[] = [];
    await migrate(documents, [], pace);
    const failing = noted(['a', 'b', 'c'], ran, async (name) => {
      if (name === 'b') throw new Error('no');
    });
    const failed = migrate(documents, failing, pace);
    await expect(failed).rejects.toThrow(StoreRefused);
    await expect(failed).rejects.toThrow('migration 2 (b) failed');
    await migrate(documents, noted(['a', 'b', 'c'], ran), pace);
    expect(ran).toEqual(['a', 'b', 'b', 'c']);
  });

  test('the lock of a node that was killed is taken over', async () => {
    const documents = imitation().documents;
    const ran: string[] = [];
    await documents.insert(schema, { id: 'schema', version: 1, lock: { holder: 'killed', beats: 7 } });
    await migrate(documents, noted(['a', 'b'], ran), pace);
    expect(ran).toEqual(['b']);
    expect((await documents.get(schema, 'schema'))?.lock).toBeUndefined();
  });

  test('a node whose lock was taken over stops', async () => {
    const documents = imitation().documents;
    await migrate(documents, [], pace);
    const ran: string[] = [];
    const migrations = noted(['a', 'b'], ran, async () => {
      await change(documents, schema, 'schema', (stored) => ({ ...stored, lock: { holder: 'other', beats: 0 } }));
    });
    await expect(migrate(documents, migrations, pace)).rejects.toThrow('another node');
    expect(ran).toEqual(['a']);
    expect(await documents.get(schema, 'schema')).toMatchObject({ version: 0, lock: { holder: 'other' } });
  });

  test('a gap in the numbers is a mistake of the program', async () => {
    const migrations: Migration[] = [{ number: 2, name: 'late', run: async () => undefined }];
    await expect(migrate(imitation().documents, migrations, pace)).rejects.toThrow(TypeError);
  });
});

describe('opening', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'postern-migrations-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const open = (migrations: readonly Migration[], all: readonly AnyCollection[] = collections) =>
    openStore({ kind: 'sqlite', directory }, { collections: all, migrations, now: () => 0, warn: () => undefined });

  test('an older program refuses a newer store in words, and leaves it alone', async () => {
    const store = await open(noted(['a', 'b'], []));
    await store.close();
    const refused = open(noted(['a'], []), [...collections, { name: 'unwanted' }]);
    await expect(refused).rejects.toThrow(StoreRefused);
    await expect(refused).rejects.toThrow(/schema version 2.*up to 1.*newer Postern/s);
    const database = new DatabaseSync(join(directory, 'postern.db'));
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'unwanted'`).all()).toEqual([]);
    database.close();
  });

  test('a migration prepares documents for an index that is new', async () => {
    interface Tool extends Document {
      readonly serial: string;
    }
    const before: Collection<Tool> = { name: 'tools' };
    const after: Collection<Tool> = { name: 'tools', unique: ['serial'] };
    const old = await open([], [before]);
    await Promise.all(['a', 'b'].map((id) => old.documents.insert(before, { id, serial: 'same' })));
    await old.close();

    await expect(open([], [after])).rejects.toThrow(StoreRefused);

    const apart: Migration = {
      number: 1,
      name: 'give each tool its own serial',
      async run(documents) {
        for (const { id } of await documents.find(before, undefined, { limit: 100 })) {
          await change(documents, before, id, (tool) => ({ ...tool, serial: tool.id }));
        }
      },
    };
    const upgraded = await open([apart], [after]);
    expect(await upgraded.documents.find(after, { field: 'serial', equals: 'b' }, { limit: 2 })).toHaveLength(1);
    await upgraded.close();
  });

  test('a collection that is new gets its table and indexes', async () => {
    await (await open([], [])).close();
    const store = await open([]);
    await store.documents.insert(people, { id: 'a', email: 'a@example.com' });
    expect(await store.documents.find(people, { field: 'email', equals: 'a@example.com' }, { limit: 1 })).toHaveLength(
      1,
    );
    await store.close();
  });

  test('names that would need quoting are a mistake of the program', async () => {
    await expect(open([], [{ name: `x"; DROP TABLE people; --` }])).rejects.toThrow(TypeError);
    await expect(open([], [{ name: 'x', unique: [`a'b`] }])).rejects.toThrow(TypeError);
  });
});
