import { expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/index.ts';
import { openSince, withSuspensionOver } from '../../src/accounts/suspensions.ts';

const hours = 3600;
const account = { id: 'ann', revision: 1, email: 'ann@example.com' } as Account;

test('of the time since something none counts in which the account was suspended', () => {
  expect(openSince(account, 1000, 1500)).toBe(500);
  expect(openSince({ disabledAt: 1200 }, 1000, 1500)).toBe(200);
  expect(openSince({ disabledAt: 900 }, 1000, 1500)).toBe(0);
  const twice = withSuspensionOver(withSuspensionOver(account, 1100, 1200), 1300, 1350);
  expect(openSince(twice, 1000, 1500)).toBe(350);
  expect(openSince({ ...twice, disabledAt: 1400 }, 1000, 1500)).toBe(250);
  expect(openSince(twice, 1150, 1500)).toBe(250);
  // Its clock was ahead: no link is younger by that than what it is about.
  expect(openSince(withSuspensionOver(account, 1600, 1550), 1000, 1500)).toBe(500);
});

test('only those are remembered that are of the last three days in which it was open, and not many', () => {
  let [now, opened] = [0, account];
  for (let nth = 0; nth < 10; nth += 1) {
    opened = withSuspensionOver(opened, now, now + 100 * hours);
    now += 140 * hours;
  }
  expect(opened.suspensions?.map(({ to }) => to)).toEqual([1220 * hours, 1360 * hours]);
  for (let nth = 0; nth < 50; nth += 1) opened = withSuspensionOver(opened, now + nth, now + nth + 1);
  expect(opened.suspensions).toHaveLength(20);
});
