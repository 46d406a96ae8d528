import { expect, test } from '@jest/globals';
import { spares, type FactorMemory } from '../../src/devices/index.ts';

const day = 24 * 3600;
const memory: FactorMemory = { at: 1000, signOuts: 2, factorChanges: 5, epoch: 1 };
const now = { at: 1000 + day, signOuts: 2, factorChanges: 5, epoch: 1, most: 2 * day };

test.each([
  ['as it was', {}, true],
  ['in the last second', { at: 1000 + 2 * day - 1 }, true],
  ['when its time is over', { at: 1000 + 2 * day }, false],
  ['where less is allowed', { most: day }, false],
  ['where it is not allowed', { most: 0 }, false],
  ['after a sign-out everywhere or a new password', { signOuts: 3 }, false],
  ['after a change of factors', { factorChanges: 6 }, false],
  ['after a restore that brought an older account back', { signOuts: 1, factorChanges: 4 }, false],
  ['after a restore', { epoch: 2 }, false],
] as const)('a remembered factor %s', (_, change, holds) => {
  expect(spares(memory, { ...now, ...change })).toBe(holds);
  expect(spares(undefined, { ...now, ...change })).toBe(false);
});
