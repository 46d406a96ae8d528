import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lasting } from '../../src/rooms/index.ts';
import { written, type Entry, type Header } from '../../src/backup/file.ts';
import { parseMasterKeys } from '../../src/keys/index.ts';
import { everyDocument, type Collection, type Document } from '../../adapters/store.ts';
import { account, addApp } from '../support/apps.ts';
import { masterKey } from '../keys/ring.ts';
import { place, type Place } from './place.ts';

const key = masterKey('vault');
const [master] = parseMasterKeys(key);

let former: Place;
let here: Place;
let file: string;
let lines: string[];

beforeAll(async () => {
  former = await place('sqlite', { POSTERN_MASTER_KEY: key });
  file = join(former.directory, 'backup.gz');
  await former.opened(async (rooms) => {
    await account({ rooms }, 'ann@example.com');
    await addApp({ rooms }, { kind: 'spa' });
  });
  expect((await former.command('backup', file)).code).toBe(0);
  lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');
  here = await place('sqlite', { POSTERN_MASTER_KEY: key }, former);
  await here.opened((rooms) => account({ rooms }, 'bob@example.com'));
}, 60_000);
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await former[Symbol.asyncDispose]();
});

/** Everything that the store holds. */
const contents = (): Promise<string> =>
  here.opened(async ({ store: { documents } }) => {
    const all: Record<string, Document[]> = {};
    for (const collection of lasting) {
      all[collection.name] = [];
      for await (const document of everyDocument(documents, collection as Collection<Document>)) {
        all[collection.name]?.push(document);
      }
    }
    return JSON.stringify(all);
  });

let number = 0;
async function changed(bytes: Uint8Array | string): Promise<string> {
  const path = join(here.directory, `changed-${(number += 1)}.gz`);
  await writeFile(path, bytes);
  return path;
}

/** A backup as somebody with the master key makes it. */
async function made(more: Partial<Record<keyof Header, unknown>>, entries: readonly Entry[] = []): Promise<string> {
  const header = { ...(JSON.parse(lines[0] ?? '') as Header), ...more } as Header;
  let text = '';
  for await (const part of written(header, master, asItComes(entries))) text += part;
  return changed(gzipSync(text));
}

async function* asItComes<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

const zipped = (text: readonly string[]): Promise<string> => changed(gzipSync(`${text.join('\n')}\n`));

describe('a file that cannot be restored changes nothing', () => {
  const cases: Record<string, readonly [make: () => Promise<string>, message: RegExp]> = {
    'cut off in the middle': [async () => changed((await readFile(file)).subarray(0, 900)), /is cut off/],
    'cut off by its last byte': [async () => changed((await readFile(file)).subarray(0, -1)), /is cut off/],
    'without its end': [() => zipped(lines.slice(0, -1)), /is cut off: its end is missing/],
    'with half a last line': [() => changed(gzipSync(lines.join('\n').slice(0, -9))), /is cut off/],
    'without one document': [() => zipped(lines.filter((_, index) => index !== 1)), /is not what was written/],
    'with another address in it': [
      () => zipped(lines.map((line) => line.replace('ann@example.com', 'eve@example.com'))),
      /is not what was written/,
    ],
    'with something after its end': [() => zipped([...lines, '["accounts",{"id":"x"}]']), /goes on after its end/],
    'with a line that is none': [() => zipped([lines[0] ?? '', 'x', ...lines.slice(1)]), /damaged at line 2/],
    'with a byte that is another': [
      async () => {
        const bytes = await readFile(file);
        bytes[700] = (bytes[700] ?? 0) ^ 1;
        return changed(bytes);
      },
      /damaged|not what was written|cut off/,
    ],
    'that is none': [() => changed('nothing compressed'), /is no backup of Postern/],
    'that is something else': [() => changed(gzipSync('{"hello":"world"}\n')), /is no backup of Postern/],
    'that is empty': [() => changed(''), /no backup of Postern|is cut off/],
    'that is not there': [() => Promise.resolve(join(here.directory, 'nowhere.gz')), /is not there/],
    'of another issuer': [() => made({ issuer: 'https://other.example.com' }), /of the issuer https:\/\/other/],
    'of a newer schema': [() => made({ schema: 999 }), /made by a newer Postern/],
    'of a newer format': [() => made({ format: 2 }), /made by a newer Postern/],
    'with a kind of document that nobody knows': [
      () => made({}, [['surprises', { id: 'x' }]]),
      /holds surprises, which this Postern does not know/,
    ],
    'whose keys another master key sealed': [
      () =>
        made({}, [['keys', { id: 'mac-1', purpose: 'mac', createdAt: 1, sealed: { master: 'other', box: 'AAAA' } }]]),
      /master key "other", which is not configured/,
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [make, message]) => {
    const before = await contents();
    const ran = await here.command('restore', await make(), '--replace', '--yes');
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/^ +at /m);
    expect(await contents()).toBe(before);
  });

  test.each([
    ['of another name', masterKey('other'), /made with master key "vault", which is not configured/],
    ['of the same name', masterKey('vault'), /master key "vault" does not open|is not what was written/],
  ])('with a master key %s', async (_name, another, message) => {
    await using elsewhere = await place('sqlite', { POSTERN_MASTER_KEY: another }, former);
    const ran = await elsewhere.command('restore', file, '--yes');
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(message);
    await elsewhere.opened(async ({ accounts }) => expect(await accounts.list({ limit: 10 })).toEqual([]));
  });
});

test('a store that is not empty is replaced only where that is said, and somebody agrees', async () => {
  const before = await contents();
  for (const [options, message] of [
    [['--yes'], /not empty. With --replace/],
    [['--replace'], /EVERYTHING that the store holds[\s\S]*run it with --yes/],
  ] as const) {
    const ran = await here.command('restore', file, ...options);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(message);
  }
  expect(await contents()).toBe(before);
});

test.each(['block', 'factor'])(
  'where nobody is let in on a new device, it says what to set: with %s',
  async (newDevice) => {
    const settings = { POSTERN_MASTER_KEY: key, POSTERN_RISK_NEW_DEVICE: newDevice };
    await using elsewhere = await place('sqlite', settings, former);
    const { code, stderr } = await elsewhere.command('restore', file, '--yes');
    expect([code, stderr.includes('start with factor for a while')]).toEqual([0, newDevice === 'block']);
  },
);

test('nothing is restored under a node that runs', async () => {
  await here.running(async () => {
    const before = await contents();
    const ran = await here.command('restore', file, '--replace', '--yes');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(
      new RegExp(`A node runs on this store: process ${process.pid} on .*Stop all nodes first`),
    );
    expect(await contents()).toBe(before);
  });
});

test('with an epoch older than nodes ran with, nothing is restored', async () => {
  await using raised = await place('sqlite', { POSTERN_MASTER_KEY: key, POSTERN_EPOCH: '5' }, former);
  await raised.running(() => Promise.resolve());
  Object.assign(raised.environment, { POSTERN_EPOCH: '4' });
  const ran = await raised.command('restore', file, '--replace', '--yes');
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/epoch 5 or later only, and this is 4/)]);
  Object.assign(raised.environment, { POSTERN_EPOCH: '5' });
  const done = await raised.command('restore', file, '--replace', '--yes', '--json');
  expect(JSON.parse(done.stdout)).toMatchObject({ epoch: 6, set: 'POSTERN_EPOCH=6' });
});

test('of two that hold one address the one that was read later counts, and the other is named', async () => {
  const entries = lines.slice(1, -1).map((line) => JSON.parse(line) as Entry);
  const [, account = { id: '' }] = entries.find(([name]) => name === 'accounts') ?? [];
  const [earlier, later] = ['!gave-it-up', '~took-it'].map((id): Entry => ['accounts', { ...account, id }]);
  if (!earlier || !later) throw new Error('no accounts');
  await using elsewhere = await place('sqlite', { POSTERN_MASTER_KEY: key }, former);
  const ran = await elsewhere.command('restore', await made({}, [earlier, ...entries, later]), '--yes', '--json');
  expect(ran.code).toBe(0);
  expect((JSON.parse(ran.stdout) as { leftOut: string[][] }).leftOut.sort()).toEqual(
    [
      ['accounts', '!gave-it-up'],
      ['accounts', account.id],
    ].sort(),
  );
  expect(ran.stderr).toContain(`accounts ${account.id} was left out`);
  Object.assign(elsewhere.environment, { POSTERN_EPOCH: '2' });
  await elsewhere.opened(async ({ accounts }) =>
    expect((await accounts.list({ limit: 10 })).map(({ id }) => id)).toEqual(['~took-it']),
  );
});

test('a backup of an older schema is brought forward', async () => {
  const origin = { requestId: 'r', address: '203.0.113.7', userAgent: 'An old app/1' };
  const before = {
    ...{ id: 'before', account: 'a', client: 'c', survivesSignOut: false, grant: {}, source: {}, epoch: 1 },
    ...{ sender: { authenticated: false, userAgent: 'An old app/1' }, generation: 1, keyId: 'mac-1' },
    ...{ createdAt: 1000, lastUsedAt: 2000, first: origin, last: origin, idleAt: 3000, endsAt: 4000, removeAt: 5000 },
  };
  const entries = lines.slice(1, -1).map((line) => JSON.parse(line) as Entry);
  await using elsewhere = await place('sqlite', { POSTERN_MASTER_KEY: key }, former);
  const file = await made({ schema: 0 }, [['families', before], ...entries]);
  expect((await elsewhere.command('restore', file, '--yes')).code).toBe(0);
  Object.assign(elsewhere.environment, { POSTERN_EPOCH: '2' });
  await elsewhere.opened(async ({ families }) => {
    const family = await families.get('before');
    expect(family).toMatchObject({ living: 'a c', sweepAt: 3000, began: expect.any(String) });
    expect(family).not.toHaveProperty('removeAt');
  });
});

test('a backup is never written over another file, nor left half', async () => {
  const before = await readFile(file);
  expect(await former.command('backup', file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is there already: name a new file/),
  });
  expect(await readFile(file)).toEqual(before);
  expect((await former.command('backup', join(former.directory, 'no', 'folder.gz'))).code).toBe(1);
});
