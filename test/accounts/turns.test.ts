import { expect, test } from '@jest/globals';
import { createTurns } from '../../src/accounts/index.ts';

const refusal = { code: 'temporarily_unavailable' };

/** Something that is under way until it is ended. */
function underWay() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { step: () => promise, end: () => resolve(undefined) };
}

test('one is done at a time, as many wait as may, and who comes then is turned away at once', async () => {
  const turns = createTurns({ queue: 2, atOnce: 1 });
  const [first, second] = [underWay(), underWay()];
  const done: number[] = [];
  const taken = [first, second, underWay()].map(({ step }, number) =>
    turns.take(async () => {
      done.push(number);
      await step();
    }),
  );
  expect(turns.waiting).toBe(2);
  await expect(turns.take(first.step)).rejects.toMatchObject(refusal);
  expect(() => turns.requireRoom()).toThrow('too many sign-ins at once');
  first.end();
  await taken[0];
  expect(done).toEqual([0, 1]);
  turns.requireRoom();
  second.end();
  await taken[1];
  expect(done).toEqual([0, 1, 2]);
});

test('a place is kept from when a step asks for it: of all that come before any turn no more go on than may', async () => {
  const turns = createTurns({ queue: 2, atOnce: 1 });
  const before = underWay();
  let begun = 0;
  const steps = Array.from({ length: 10 }, () =>
    turns.withPlace(async (keep) => {
      keep();
      begun += 1;
      await before.step();
      return turns.take(() => Promise.resolve('done'));
    }),
  );
  expect(begun).toBe(3);
  expect(turns.waiting).toBe(0);
  expect(() => turns.requireRoom()).toThrow('too many sign-ins at once');
  before.end();
  const outcomes = await Promise.allSettled(steps);
  expect(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))).toEqual(
    Array(3).fill('done'),
  );
  turns.requireRoom();
});

test('a step that fails gives its place back', async () => {
  const turns = createTurns({ queue: 0, atOnce: 1 });
  const failing = turns.withPlace((keep) => {
    keep();
    return Promise.reject(new Error('no'));
  });
  await expect(failing).rejects.toThrow('no');
  turns.requireRoom();
});

test('who has not asked for a place yet keeps nobody from one', async () => {
  const turns = createTurns({ queue: 0, atOnce: 1 });
  const before = underWay();
  const undecided = turns.withPlace(() => before.step());
  const step = turns.withPlace((keep) => {
    keep();
    return turns.take(() => Promise.resolve('done'));
  });
  expect(await step).toBe('done');
  before.end();
  await undecided;
});

test('whose turn others have taken meanwhile is turned away when it comes to it', async () => {
  const turns = createTurns({ queue: 0, atOnce: 1 });
  const [before, other] = [underWay(), underWay()];
  const step = turns.withPlace(async (keep) => {
    keep();
    await before.step();
    return turns.take(() => Promise.resolve('done'));
  });
  const taken = turns.take(other.step);
  before.end();
  await expect(step).rejects.toMatchObject(refusal);
  other.end();
  await taken;
});
