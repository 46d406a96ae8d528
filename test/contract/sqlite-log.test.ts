import { describe, expect, test } from '@jest/globals';
import { readdir, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GroupCommit } from '../../adapters/sqlite/group.ts';
import { Trickle } from '../../adapters/sqlite/trickle.ts';
import { threadWriter } from '../../adapters/sqlite/writers.ts';
import { StoreUnavailable } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import { openedSqlite } from './opened-sqlite.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

describe("SQLite's log", () => {
  const opened = openedSqlite();

  const put = (count: number, value = 'value') =>
    Promise.all(
      Array.from({ length: count }, (_, number) => opened.store.ephemera.put('a', `key ${number}`, value, 60)),
    );

  /** How often this process has a file open. Of the log: SQLite's connections, and who brings it to the disk. */
  async function timesOpen(path = `${opened.file}-wal`): Promise<number> {
    const descriptors = await readdir('/proc/self/fd');
    const targets = await Promise.all(descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
    return targets.filter((target) => target === path).length;
  }

  onLinux('is brought to the disk by the way once much was written, and let go of at the end', async () => {
    await put(100);
    // One that reads, one that writes, and this.
    await eventually(async () => expect(await timesOpen()).toBe(3));
    await opened.store.close();
    expect(await timesOpen()).toBe(0);
  });

  onLinux('a disk that did not take it is told, and one that cannot be opened yet is tried again', async () => {
    const failures: string[] = [];
    // A device that nothing can be brought to.
    const trickle = new Trickle('/dev/full', ({ message }) => void failures.push(message));
    trickle.committed(99);
    await trickle.close();
    expect(failures).toEqual([]);
    trickle.committed(1);
    await eventually(() => expect(failures).toHaveLength(1));
    await trickle.close();

    const path = join(opened.directory, 'later');
    const later = new Trickle(path, ({ message }) => void failures.push(message));
    later.committed(100);
    await later.close();
    await writeFile(path, 'written');
    later.committed(100);
    await eventually(async () => expect(await timesOpen(path)).toBe(1));
    await later.close();
    expect(failures).toHaveLength(1);
  });

  test('when the disk did not take it, nothing more is taken', async () => {
    const group = new GroupCommit(threadWriter(opened.file));
    const write = group.prepare('INSERT INTO "ephemeron" VALUES (?, ?, ?, ?)', 'changes');
    expect(await write('recent', 'a', 'before', 'value', 1e12)).toBe(1);
    const waiting = write('recent', 'a', 'meanwhile', 'value', 1e12);
    group.refuse(new Error('EIO'));
    await expect(waiting).rejects.toThrow(StoreUnavailable);
    await expect(write('recent', 'a', 'after', 'value', 1e12)).rejects.toThrow(StoreUnavailable);
    await group.close();
  });

  test('does not grow without end', async () => {
    // Each fills two pages and more, and each round is a commit: some 10,000 pages, more than twice what is let stand.
    for (let round = 0; round < 10; round += 1) await put(500, String(round).repeat(8000));
    expect((await stat(`${opened.file}-wal`)).size).toBeLessThan(6000 * 4096);
  });
});
