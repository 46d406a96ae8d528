import { expect, test } from '@jest/globals';
import { StoreUnavailable, type Documents } from '../../adapters/store.ts';
import { testClock } from '../support/clock.ts';
import { eventually } from '../support/eventually.ts';
import { counting, day, installation, masterKey, minute } from './ring.ts';

const masters = masterKey('one');

test('a node whose clock is behind verifies what another one made with a key it has not seen', async () => {
  await using place = await installation();
  const ahead = await place.node({ masters, clock: testClock() });
  const behind = await place.node({ masters, clock: testClock() });
  await ahead.rotation.rotate('mac', false);
  ahead.clock.forward(minute);
  const token = ahead.credentials.mint('refresh', 'record', 7);
  expect(token).toMatch(/^pr1\.mac-2\./);
  expect(behind.credentials.currentKeyId).toBe('mac-1');
  expect(await behind.credentials.read('refresh', token)).toEqual({ id: 'record', generation: 7, keyId: 'mac-2' });
  expect(await behind.credentials.read('session', token)).toBeUndefined();
});

test('and what another one signed with a key it has not seen', async () => {
  await using place = await installation();
  const ahead = await place.node({ masters, clock: testClock() });
  const behind = await place.node({ masters, clock: testClock() });
  await ahead.rotation.rotate('signing', true);
  ahead.clock.forward(minute);
  const [signing] = ahead.engineKeys().jwks.keys;
  expect(behind.isPublished(signing?.kid)).toBe(false);
  expect(await behind.publishedKey(signing?.kid)).toMatchObject({ kid: signing?.kid, use: 'sig', alg: signing?.alg });
  expect(await behind.publishedKey(signing?.kid)).not.toHaveProperty('d');
});

test('whoever sends key ids that nobody knows costs a look a second, and no more', async () => {
  await using place = await installation();
  let counted: ReturnType<typeof counting> | undefined;
  const node = await place.node({ masters, documents: (documents) => (counted = counting(documents)) });
  const before = counted?.looks ?? 0;
  const began = performance.now();
  for (let number = 2; number < 500; number += 1) {
    expect(await node.credentials.read('refresh', `pr1.mac-${number}.record.1.${'A'.repeat(43)}`)).toBeUndefined();
    expect(await node.publishedKey(`nobody's ${number}`)).toBeUndefined();
  }
  const seconds = (performance.now() - began) / 1000;
  expect((counted?.looks ?? 0) - before).toBeLessThanOrEqual(1 + seconds);
  // What is no key id at all is not even looked for.
  for (const odd of ['other', 'mac-', 'mac-0', 'mac-1e3', 'mac-1 ', 'signing-1-es256', '__proto__']) {
    expect(await node.credentials.read('refresh', `pr1.${odd}.record.1.${'A'.repeat(43)}`)).toBeUndefined();
  }
});

test('two nodes that rotate at the same moment make one key', async () => {
  await using place = await installation();
  const nodes = await Promise.all([1, 2, 3].map(() => place.node({ masters, clock: testClock() })));
  const made = await Promise.all(nodes.map((node) => node.rotation.rotate('mac', false)));
  expect(new Set(made.flat().map(({ id }) => id))).toEqual(new Set(['mac-2']));
  for (const node of nodes) node.clock.forward(minute);
  const tokens = nodes.map((node) => node.credentials.mint('session', 'record', 1));
  expect(new Set(tokens).size).toBe(1);
});

test('the schedule rotates each kind once over all nodes, and not before its time', async () => {
  await using place = await installation();
  const schedule = { mac: 90 * day, signing: 30 * day };
  const nodes = await Promise.all([1, 2].map(() => place.node({ masters, clock: testClock(), schedule })));
  const [one] = nodes;
  const sweep = () => Promise.all(nodes.map((node) => node.rotation.sweep()));
  const forward = (by: number) => nodes.forEach(({ clock }) => clock.forward(by));
  const numbers = async () =>
    (await one?.rotation.list())
      ?.map(({ id }) => id)
      .filter((id) => !id.includes('-1'))
      .sort();

  forward(30 * day - minute);
  await sweep();
  expect(await numbers()).toEqual([]);
  forward(minute);
  await sweep();
  await sweep();
  expect(await numbers()).toEqual(['signing-2-eddsa', 'signing-2-es256', 'signing-2-rs256']);
  const signing = one?.engineKeys().jwks.keys.map(({ kid }) => kid);
  forward(60 * day);
  await sweep();
  await sweep();
  expect(await numbers()).toEqual([
    'cookie-2',
    'mac-2',
    ...['eddsa', 'es256', 'rs256'].flatMap((algorithm) => [`signing-2-${algorithm}`, `signing-3-${algorithm}`]).sort(),
  ]);
  expect(one?.engineKeys().jwks.keys.map(({ kid }) => kid)).not.toEqual(signing);
  const rotated = place.events.filter(({ kind }) => kind === 'keys.rotated');
  expect(rotated.map(({ detail }) => detail?.['key']).sort()).toEqual(await numbers());
  for (const { detail } of rotated) expect(detail).toMatchObject({ by: 'schedule' });
});

test('a key that was dropped before it was used does not stand in the way of the next', async () => {
  await using place = await installation();
  const node = await place.node({ masters, clock: testClock(), schedule: { mac: day } });
  const phases = async () =>
    (await node.rotation.list()).filter(({ purpose }) => purpose === 'mac').map(({ id, phase }) => `${id} ${phase}`);
  await node.rotation.rotate('mac', false);
  const dropping = node.rotation.drop('mac-2');
  await eventually(async () => expect(await phases()).toContain('mac-2 dropped'));
  node.clock.forward(16);
  await dropping;
  expect(await phases()).toEqual(['mac-1 active', 'mac-2 dropped']);
  node.clock.forward(day);
  await node.rotation.sweep();
  node.clock.forward(minute);
  expect(await phases()).toEqual(['mac-3 active', 'mac-1 kept', 'mac-2 dropped']);
});

test('without a schedule nothing rotates', async () => {
  await using place = await installation();
  const node = await place.node({ masters, clock: testClock() });
  const before = (await node.rotation.list()).map(({ id }) => id);
  node.clock.forward(900 * day);
  await node.rotation.sweep();
  expect((await node.rotation.list()).map(({ id }) => id)).toEqual(before);
});

test('a former key goes when nothing made with it can be good any more', async () => {
  await using place = await installation();
  const node = await place.node({ masters, clock: testClock() });
  const ids = async () => (await node.rotation.list()).map(({ id }) => id);
  for (const purpose of ['mac', 'cookie', 'signing'] as const) await node.rotation.rotate(purpose, true);
  node.clock.forward(3 * day);
  await node.rotation.sweep();
  expect(await ids()).not.toContain('cookie-1');
  expect(await ids()).toEqual(expect.arrayContaining(['mac-1', 'signing-1-es256']));
  node.clock.forward(1000 * day);
  await node.rotation.sweep();
  expect((await ids()).sort()).toEqual(
    ['cookie-2', 'digest-1', 'mac-2', 'pepper-1', 'signing-2-eddsa', 'signing-2-es256', 'signing-2-rs256'].sort(),
  );
  // Whoever starts now finds all there is to find, and makes no first keys anew.
  const later = await place.node({ masters, clock: node.clock });
  expect((await later.rotation.list()).map(({ id }) => id).sort()).toEqual((await ids()).sort());
});

test('a node that cannot look for a while says nothing of a credential, and not that it is none', async () => {
  await using place = await installation();
  let down = false;
  const failing = (documents: Documents): Documents =>
    Object.assign(counting(documents), {
      find: ((...args: Parameters<Documents['find']>) =>
        down ? Promise.reject(new StoreUnavailable('away')) : documents.find(...args)) as Documents['find'],
    });
  const node = await place.node({ masters, clock: testClock(), documents: failing });
  const token = node.credentials.mint('refresh', 'record', 1);
  down = true;
  expect(await node.credentials.read('refresh', token)).toBeDefined();
  node.clock.forward(16);
  await expect(node.credentials.read('refresh', token)).rejects.toThrow(StoreUnavailable);
  down = false;
  await eventually(async () => expect(await node.credentials.read('refresh', token)).toBeDefined());
});

test('a key that another node sealed under a master key this one lacks is no reason to refuse anybody', async () => {
  await using place = await installation();
  const [former, next] = [masterKey('former'), masterKey('next')];
  const old = await place.node({ masters: former, clock: testClock() });
  const fresh = await place.node({ masters: `${next},${former}`, clock: testClock() });
  await fresh.rotation.rotate('mac', false);
  for (const { clock } of [old, fresh]) clock.forward(minute);
  const [before, after] = [old.credentials.mint('refresh', 'a', 1), fresh.credentials.mint('refresh', 'a', 1)];
  expect(await old.credentials.read('refresh', before)).toBeDefined();
  await expect(old.credentials.read('refresh', after)).rejects.toThrow(/mac-2.*master key/);
  expect(old.warnings).toEqual([expect.stringContaining('"next"')]);
});

test('resealed, the keys open with the new master key alone', async () => {
  await using place = await installation();
  const [former, next] = [masterKey('former'), masterKey('next')];
  const old = await place.node({ masters: former });
  const token = old.credentials.mint('refresh', 'record', 1);
  const subject = old.digest('subject', 'x');
  await expect(place.node({ masters: next })).rejects.toThrow(/"former"/);

  const both = await place.node({ masters: `${next},${former}` });
  expect(await both.rotation.reseal()).toHaveLength(7);
  expect(await both.rotation.reseal()).toEqual([]);
  expect(new Set((await both.rotation.list()).map(({ master }) => master))).toEqual(new Set(['next']));

  const only = await place.node({ masters: next });
  expect(await only.credentials.read('refresh', token)).toEqual({ id: 'record', generation: 1, keyId: 'mac-1' });
  expect(only.digest('subject', 'x')).toBe(subject);
  await expect(place.node({ masters: former })).rejects.toThrow(/"next"/);
  expect(place.events.filter(({ kind }) => kind === 'keys.resealed')).toMatchObject([
    { detail: { keys: 7, master: 'next' } },
  ]);
});

test('the key in use is the newest whose time has come, in whatever order they were made', async () => {
  await using place = await installation();
  const node = await place.node({ masters, clock: testClock() });
  const first = node.engineKeys().jwks.keys.find(({ alg }) => alg === 'ES256');
  await node.rotation.rotate('signing', false);
  await node.rotation.rotate('signing', true);
  const kidNow = () => node.engineKeys().jwks.keys.find(({ alg }) => alg === 'ES256')?.kid;
  expect(kidNow()).toBe(first?.kid);
  node.clock.forward(minute);
  const urgent = kidNow();
  expect(urgent).not.toBe(first?.kid);
  // The one that was to follow in a day was overtaken, and never signs.
  node.clock.forward(day);
  expect(kidNow()).toBe(urgent);
});

test('what an engine is made with stays one object until it changes', async () => {
  await using place = await installation();
  const node = await place.node({ masters, clock: testClock() });
  const before = node.engineKeys();
  node.clock.forward(400 * day);
  await node.fresh();
  expect(node.engineKeys()).toBe(before);
  await node.rotation.rotate('cookie', false);
  const known = node.engineKeys();
  expect(known).not.toBe(before);
  expect(known.cookieKeys[0]).toBe(before.cookieKeys[0]);
  expect(known.cookieKeys).toHaveLength(2);
  node.clock.forward(minute);
  const used = node.engineKeys();
  expect(used).not.toBe(known);
  expect(used.cookieKeys[0]).not.toBe(before.cookieKeys[0]);
  expect(node.engineKeys()).toBe(used);
});
