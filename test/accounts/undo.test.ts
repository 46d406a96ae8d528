import { expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/index.ts';
import { movedTo, undoGoesOn, undoLeft, undoStopped } from '../../src/accounts/undo.ts';

const now = 1_800_000_000;
const day = 24 * 3600;
const account = movedTo({ id: 'ann', revision: 1, email: 'ann@example.com' } as Account, 'other@example.com', now);
const suspended = { ...undoStopped(account, now + day), disabledAt: now + day };

test('the time in which a former address can take the account back stands still while it is suspended', () => {
  expect(undoLeft(account, now + day)).toBe(2 * day);
  expect(undoLeft(suspended, now + 100 * day)).toBe(2 * day);
  const { disabledAt: _, ...opened } = suspended;
  expect(undoLeft(undoGoesOn(opened, now + 100 * day), now + 101 * day)).toBe(day);
});

test('what an older version leaves held of an account that it opens is no time without an end', () => {
  const { disabledAt: _, ...opened } = suspended;
  expect(undoLeft(opened, now + day)).toBe(0);
  // Nor once it is suspended again, or moved.
  expect(undoLeft({ ...undoStopped(opened, now + day), disabledAt: now + day }, now + day)).toBe(0);
  const moved = movedTo(opened, 'third@example.com', now + 10 * day);
  expect(undoLeft(moved, now + 11 * day)).toBe(2 * day);
  expect(moved.undoHeld).toBeUndefined();
});
