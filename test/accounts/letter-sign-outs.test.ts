import { expect, test } from '@jest/globals';
import { signOutsBeforeLetters, withLetterSignOut } from '../../src/accounts/letter-sign-outs.ts';

const hour = 3600;
type Counted = Parameters<typeof signOutsBeforeLetters>[0];

/** An account after sign-outs everywhere, each by a letter's link or by more than that, at some hour. */
const after = (...steps: readonly (readonly ['letter' | 'more', number])[]): Counted =>
  steps.reduce<Counted>(
    (account, [by, at]) => ({
      ...account,
      signOuts: (account.signOuts ?? 0) + 1,
      ...(by === 'letter' && { letterSignOuts: withLetterSignOut(account, at * hour) }),
    }),
    {},
  );

test.each<readonly [string, Counted, number]>([
  ['none', {}, 0],
  ['by more than a letter', after(['more', 99]), 1],
  ['by a letter before the factor', after(['letter', 30]), 0],
  ['by a letter three days before', after(['letter', 26]), 1],
  ['by letters in both times', after(['letter', 20], ['letter', 60], ['letter', 99]), 1],
  ['by a letter, and then by more', after(['letter', 60], ['more', 70]), 2],
  ['by more, and then by letters', after(['letter', 60], ['more', 70], ['letter', 80], ['letter', 90]), 2],
  ['by a letter since, told late', after(['letter', 90], ['letter', 101]), 0],
  ['by more since, told late', after(['letter', 90], ['more', 101]), 2],
])('sign-outs that count for a factor of the hundredth hour: %s', (_, account, count) => {
  expect(signOutsBeforeLetters(account, 100 * hour)).toBe(count);
});

test('however many links are pressed, few of them are remembered, and none is forgotten before its time', () => {
  const many = Array.from({ length: 3000 }, (_, nth) => ['letter', nth / 20] as const);
  const account = after(...many);
  expect(account.letterSignOuts?.length).toBeLessThan(80);
  const counted = signOutsBeforeLetters(account, 150 * hour);
  expect(counted).toBeGreaterThan(76 * 20);
  expect(counted).toBeLessThanOrEqual(78 * 20);
});
