import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { open as openFile, stat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SqliteDocuments } from '../../adapters/sqlite/documents.ts';
import { SqliteEphemera } from '../../adapters/sqlite/ephemera.ts';
import { GroupCommit } from '../../adapters/sqlite/group.ts';
import { threadWriter } from '../../adapters/sqlite/writers.ts';
import { StoreUnavailable } from '../../adapters/store.ts';
import { people, visits } from './collections.ts';
import { openedSqlite } from './opened-sqlite.ts';

describe('SQLite', () => {
  const opened = openedSqlite();

  const insert = () => opened.store.documents.insert(people, { id: randomUUID(), team: 'a' });

  test('the files are for their owner only', async () => {
    await insert();
    for (const end of ['', '-wal', '-shm']) expect((await stat(`${opened.file}${end}`)).mode & 0o777).toBe(0o600);
    const directory = join(opened.directory, 'made', 'here');
    await (await opened.open(directory)).close();
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  test('a file that others could read is closed to them', async () => {
    const directory = join(opened.directory, 'open');
    await mkdir(directory);
    await (await openFile(join(directory, 'postern.db'), 'w', 0o644)).close();
    await (await opened.open(directory)).close();
    expect((await stat(join(directory, 'postern.db'))).mode & 0o777).toBe(0o600);
  });

  test('while another process holds the lock, writes wait and reads do not', async () => {
    const before = await insert();
    const other = new DatabaseSync(opened.file);
    other.exec('BEGIN IMMEDIATE');
    let isDone = false;
    const waiting = insert().finally(() => {
      isDone = true;
    });
    await pause(100);
    expect(await opened.store.documents.get(people, before.id)).toEqual(before);
    expect(isDone).toBe(false);
    expect(opened.store.queued()).toBe(1);
    other.exec('COMMIT');
    other.close();
    const { id } = await waiting;
    expect(await opened.store.documents.get(people, id)).toMatchObject({ id });
    expect(opened.store.queued()).toBe(0);
  });

  test('what another process writes is read at once', async () => {
    const { id } = await insert();
    const other = await opened.open();
    await other.documents.replace(people, { id, revision: 1, content: 'theirs' });
    expect(await opened.store.documents.get(people, id)).toMatchObject({ content: 'theirs' });
    await other.close();
  });

  test('what waits is written before a close, and nothing is taken after it', async () => {
    const { documents, ephemera } = opened.store;
    const inserts = Array.from({ length: 300 }, (_, index) => documents.insert(visits, { id: `v${index}`, team: 'a' }));
    const closed = opened.store.close();
    await expect(documents.insert(visits, { id: 'late' })).rejects.toThrow(StoreUnavailable);
    await Promise.all([...inserts, closed]);
    await expect(ephemera.put('a', 'key', 'value', 60)).rejects.toThrow(StoreUnavailable);
    await expect(documents.get(visits, 'v1')).rejects.toThrow(StoreUnavailable);
    const again = await opened.open();
    expect(await again.documents.find(visits, { field: 'team', equals: 'a' }, { limit: 1000 })).toHaveLength(300);
    await again.close();
  });

  test('a broken file makes everything unavailable, and nothing is said to be written', async () => {
    await insert();
    // A checkpoint by another process moves the log into the file, so that what is broken is really read.
    const other = new DatabaseSync(opened.file);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const broken = await openFile(opened.file, 'r+');
    await broken.write(Buffer.alloc((await broken.stat()).size, 0x5a), 0, undefined, 0);
    await broken.close();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, insert));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
    await expect(insert()).rejects.toThrow(StoreUnavailable);
    await expect(opened.store.check()).rejects.toMatchObject({ name: 'DatabaseUnavailable', databases: ['SQLite'] });
    expect(opened.store.queued()).toBe(0);
  });

  test('a full disk refuses what does not fit, and takes what does when there is room', async () => {
    const group = new GroupCommit(threadWriter(opened.file));
    const { pages } = await pagesOf(group);
    const limitTo = (most: number) => group.prepare(`PRAGMA max_page_count = ${most}`, 'value')('recent');
    const put = group.prepare('INSERT INTO "ephemeron" VALUES (?, ?, ?, ?)', 'changes');
    await limitTo(pages + 20);
    const tooMuch = Array.from({ length: 50 }, (_, index) =>
      put('recent', 'a', `key ${index}`, 'x'.repeat(10_000), 1e12),
    );
    for (const outcome of await Promise.allSettled(tooMuch)) {
      expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
    }
    expect(await opened.store.ephemera.get('a', 'key 0')).toBeUndefined();
    await limitTo(pages + 1000);
    expect(await put('recent', 'a', 'key 0', 'value', 1e12)).toBe(1);
    expect(await opened.store.ephemera.get('a', 'key 0')).toBe('value');
    await group.close();
  });

  test('a disk that fails makes everything unavailable, and what was answered is there', async () => {
    const { answered, refused } = await writeUntilFailure(opened.directory);
    expect(answered.length).toBeGreaterThan(0);
    expect(refused).toBe('StoreUnavailable StoreUnavailable');
    const found = await Promise.all(answered.map((id) => opened.store.documents.get(people, id)));
    expect(found.filter((document) => !document)).toEqual([]);
  });

  test('a directory that cannot be made is said', async () => {
    await expect(opened.open(join(opened.file, 'below'))).rejects.toThrow(StoreUnavailable);
  });

  test('the sweep removes what has expired and nothing else', async () => {
    const { ephemera, sweep } = opened.store;
    const put = (count: number, ttl: number) =>
      Promise.all(Array.from({ length: count }, () => ephemera.put('a', randomUUID(), 'value', ttl)));
    await put(1200, 10);
    await put(5, 100);
    expect(await sweep(opened.clock.now())).toBe(0);
    opened.clock.forward(10);
    expect(await sweep(opened.clock.now())).toBe(1200);
    expect(await sweep(opened.clock.now())).toBe(0);
    opened.clock.forward(90);
    expect(await sweep(opened.clock.now())).toBe(5);
  });

  test('the run of the ephemera is that of the file', async () => {
    const run = await opened.store.ephemeraRun();
    opened.clock.forward(100);
    const other = await opened.open();
    expect(await other.ephemeraRun()).toEqual(run);
    await other.close();
  });

  test('no read goes through a whole table', async () => {
    const reader = new DatabaseSync(opened.file, { readOnly: true });
    const statements: string[] = [];
    const prepare = reader.prepare.bind(reader);
    reader.prepare = (sql) => {
      statements.push(sql);
      return prepare(sql);
    };
    const group = new GroupCommit(threadWriter(opened.file));
    const documents = new SqliteDocuments(reader, group);
    await documents.get(people, 'a');
    for (const order of ['ascending', 'descending'] as const) {
      for (const page of [
        { order, limit: 1 },
        { order, limit: 1, after: 'a' },
      ]) {
        await documents.find(people, { field: 'email', equals: 'a' }, page);
        await documents.find(people, { field: 'team', equals: 'a' }, page);
        if (page.after !== undefined) await documents.find(people, undefined, page);
      }
    }
    await documents.due(people, 'seenAt', 1, 1);
    await new SqliteEphemera(reader, group, () => 0).get('a', 'b');
    expect(statements).toHaveLength(14);
    for (const sql of statements) {
      const plan = JSON.stringify(prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
      expect(plan).toMatch(/SEARCH .* USING INDEX/);
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    reader.close();
    await group.close();
  });
});

async function pagesOf(group: GroupCommit): Promise<{ readonly pages: number }> {
  const count = group.prepare('SELECT page_count AS answer FROM pragma_page_count()', 'value');
  return { pages: Number(await count('recent')) };
}

/** Writes in a process whose files may not grow beyond 4 MB: the disk answers an error in the middle of a write. */
async function writeUntilFailure(
  directory: string,
): Promise<{ readonly answered: string[]; readonly refused: string }> {
  const writer = fileURLToPath(new URL('./limited-writer.ts', import.meta.url));
  const command = `trap '' XFSZ; ulimit -f 8192; exec "${process.execPath}" "${writer}" "${directory}"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { maxBuffer: 2 ** 26 });
  const lines = stdout.trim().split('\n');
  return { answered: lines.slice(0, -1), refused: lines.at(-1) ?? '' };
}
