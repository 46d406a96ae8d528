import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Ephemera } from '../../adapters/store.ts';
import { from, nodeOn, room } from './room.ts';

const client = { id: 'shop', secrets: ['the right one'] };
const here = from('203.0.113.7').origin;
const elsewhere = from('198.51.100.7').origin;

test('a right secret takes no step of the store as long as none was wrong', async () => {
  await using place = await room();
  const { clientSecrets } = place.node();
  await place.store.close();
  expect(clientSecrets.isSurelyGood(client, 'the right one', here)).toBe(true);
  expect(await clientSecrets.verify(client, 'the right one', here)).toBe(true);
  await expect(clientSecrets.verify(client, 'a wrong one', here)).rejects.toThrow();
});

test('a right one that nobody can guess is never refused for wrong ones, which are refused as ever', async () => {
  await using place = await room();
  const nodes = [place.node(), place.node()];
  const random = { id: 'random', secrets: ['random and right', 'the former one'] };
  const guess = (nth: number) => (nth % 3 === 0 ? `random ${nth}` : `guess ${nth}`);
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, (_, nth) => nodes[nth % 2]!.clientSecrets.verify(random, guess(nth), here)),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  const refused = { code: 'too_many_requests' };
  for (const { clientSecrets } of nodes) {
    expect(clientSecrets.isSurelyGood(random, 'random and right', here)).toBe(true);
    expect(await clientSecrets.verify(random, 'random and right', here)).toBe(true);
    await expect(clientSecrets.verify(random, 'random and wrong', here)).rejects.toMatchObject(refused);
    // The one beside it could be guessed.
    await expect(clientSecrets.verify(random, 'the former one', here)).rejects.toMatchObject(refused);
  }
  // Nor does it need a store for that.
  await place.store.close();
  expect(await nodes[0]!.clientSecrets.verify(random, 'random and right', here)).toBe(true);
  await expect(nodes[0]!.clientSecrets.verify(random, 'random and wrong', here)).rejects.toThrow();
});

test('where one was wrong a right one is not found sooner than it', async () => {
  const sooner: string[] = [];
  await using place = await room({
    isSecretStill(_client, given) {
      sooner.push(given);
      return given === 'the right one';
    },
  });
  const { clientSecrets } = place.node();
  expect(await clientSecrets.verify(client, 'a wrong one', here)).toBe(false);
  for (const given of ['the right one', 'the right one', 'another']) await clientSecrets.verify(client, given, here);
  expect(sooner).toEqual(['a wrong one']);
});

test('of a thousand guesses at once on two nodes as many are answered as the budget has, right ones among them', async () => {
  await using place = await room();
  const nodes = [place.node(), place.node()];
  const answers = await Promise.allSettled(
    Array.from({ length: 1000 }, (_, nth) => nodes[nth % 2]!.clientSecrets.verify(client, `guess ${nth}`, here)),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'too_many_requests' } });
  // Nor does the right one get through from there now, on either node, by the quick way or the slow one.
  for (const { clientSecrets } of nodes) {
    expect(clientSecrets.isSurelyGood(client, 'the right one', here)).toBe(false);
    await expect(clientSecrets.verify(client, 'the right one', here)).rejects.toMatchObject({
      code: 'too_many_requests',
    });
  }
});

test('a right guess among many at once is told so only where a wrong one in its place would have been told', async () => {
  for (const turn of [0, 1, 19, 20, 21, 25, 199]) {
    await using place = await room();
    const { clientSecrets } = place.node();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, nth) =>
        clientSecrets.verify(client, nth === turn ? 'the right one' : `guess ${nth}`, here),
      ),
    );
    expect(answers[turn]).toMatchObject(
      turn < 20 ? { value: true } : { reason: { code: 'too_many_requests', detail: { retryAfter: 60 } } },
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(turn < 20 ? 21 : 20);
  }
});

test('of 200 wrong ones at once, however often each came and in whatever order they are counted, no more are compared than there are', async () => {
  const times = fc.constantFrom(1, 2, 4);
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), times, async (scheduler, each) => {
      await using place = await room();
      const { documents, ephemera } = place.store;
      // They reach the store in another order than they were sent in.
      const reordered: Ephemera = {
        ...ephemera,
        count: scheduler.scheduleFunction((...given: Parameters<Ephemera['count']>) => ephemera.count(...given)),
        increment: scheduler.scheduleFunction((...given: Parameters<Ephemera['increment']>) =>
          ephemera.increment(...given),
        ),
      };
      const { clientSecrets } = nodeOn({ documents, ephemera: reordered }, place.clock);
      const guesses = Array.from({ length: 200 }, (_, nth) => `guess ${Math.floor(nth / each)}`);
      const answers = await scheduler.waitFor(
        Promise.allSettled(guesses.map((guess) => clientSecrets.verify(client, guess, here))),
      );
      const compared = new Set(guesses.filter((_, nth) => answers[nth]?.status === 'fulfilled'));
      expect(compared.size).toBeLessThanOrEqual(20);
      // Each of them is counted: there is room for as many more, and for none beyond them.
      const later = nodeOn(place.store, place.clock).clientSecrets;
      for (let left = 20 - compared.size; left > 0; left -= 1) {
        expect(await later.verify(client, `later ${left}`, here)).toBe(false);
      }
      await expect(later.verify(client, 'one more', here)).rejects.toMatchObject({ code: 'too_many_requests' });
    }),
    { numRuns: 15, includeErrorInReport: true },
  );
}, 60_000);

test('below the limit any number of right ones at once go on, and take nothing from the wrong ones', async () => {
  await using place = await room();
  const { clientSecrets } = place.node();
  const many = (length: number, secret: (nth: number) => string) =>
    Promise.all(Array.from({ length }, (_, nth) => clientSecrets.verify(client, secret(nth), here)));
  expect(await many(10, (nth) => `guess ${nth}`)).not.toContain(true);
  expect(await many(300, () => 'the right one')).not.toContain(false);
  expect(await many(10, (nth) => `another guess ${nth}`)).not.toContain(true);
  await expect(clientSecrets.verify(client, 'one more', here)).rejects.toMatchObject({ code: 'too_many_requests' });
});

test.each(['the one of last year', 'random and of last year'])(
  'the same wrong one again is counted once: %s',
  async (old) => {
    await using place = await room();
    const { clientSecrets } = place.node();
    for (let time = 0; time < 100; time += 1) {
      expect(await clientSecrets.verify(client, old, here)).toBe(false);
      expect(await clientSecrets.verify(client, 'the right one', here)).toBe(true);
    }
    for (let guess = 1; guess < 20; guess += 1) {
      expect(await clientSecrets.verify(client, `guess ${guess}`, here)).toBe(false);
    }
    await expect(clientSecrets.verify(client, 'one more', here)).rejects.toMatchObject({ code: 'too_many_requests' });
  },
);

test('a wrong one that was refused says nothing when it comes again, and is counted when there is room', async () => {
  await using place = await room();
  const { clientSecrets } = place.node();
  const refused = { code: 'too_many_requests' };
  for (let guess = 0; guess < 20; guess += 1) await clientSecrets.verify(client, `guess ${guess}`, here);
  for (const again of ['one more', 'one more', 'the right one', 'guess 19']) {
    await expect(clientSecrets.verify(client, again, here)).rejects.toMatchObject(refused);
  }
  place.clock.forward(60);
  for (let guess = 0; guess < 19; guess += 1) await clientSecrets.verify(client, `guess ${guess}`, here);
  await expect(clientSecrets.verify(client, 'one more', here)).resolves.toBe(false);
  await expect(clientSecrets.verify(client, 'and one', here)).rejects.toMatchObject(refused);
});

test('whoever guesses somewhere else locks nobody out, and no other client', async () => {
  await using place = await room();
  const { clientSecrets } = place.node();
  for (let guess = 0; guess < 30; guess += 1) {
    await clientSecrets.verify(client, `guess ${guess}`, elsewhere).catch(() => undefined);
  }
  expect(await clientSecrets.verify(client, 'the right one', here)).toBe(true);
  expect(await clientSecrets.verify({ id: 'other', secrets: ['its own'] }, 'its own', elsewhere)).toBe(true);
});

test('right ones in between take nothing, and after a while it goes on', async () => {
  await using place = await room();
  const { clientSecrets } = place.node();
  for (let guess = 0; guess < 19; guess += 1) {
    expect(await clientSecrets.verify(client, `guess ${guess}`, here)).toBe(false);
    expect(await clientSecrets.verify(client, 'the right one', here)).toBe(true);
  }
  expect(await clientSecrets.verify(client, 'one more', here)).toBe(false);
  await expect(clientSecrets.verify(client, 'the right one', here)).rejects.toMatchObject({
    code: 'too_many_requests',
  });
  place.clock.forward(60);
  expect(await clientSecrets.verify(client, 'the right one', here)).toBe(true);
});
