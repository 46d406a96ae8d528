import { expect, test } from '@jest/globals';
import type { Event } from '../../src/audit/index.ts';
import type { AccountFactors } from '../../src/factors/index.ts';
import { afterNewPassword, noMoreInARow, oneMoreWrong, waitOf } from '../../src/factors/tries.ts';
import { noticeAbout } from '../../src/letters/index.ts';

const day = 24 * 3600;
const start = 1_800_000_000;

/** An account whose codes are guessed, and what each guess came to. */
function guessed(record = { id: 'ann', revision: 1, apps: [] } as AccountFactors) {
  const counts: number[] = [];
  const guesses: number[] = [];
  function wrong(at: number, browser?: string): void {
    const next = oneMoreWrong(record, browser, at);
    counts.push(next.tries);
    guesses.push(next.guesses);
    record = next.record;
  }
  return {
    counts,
    /** At each wrong one, how many there were that nothing explains. */
    guesses,
    wrong,
    wait: (at: number, browser?: string) => waitOf(record, browser, at),
    /** Guesses as soon as one may, until a time. @returns how often */
    guess(from: number, until: number, browser?: string): number {
      let times = 0;
      for (let at = from; (at += waitOf(record, browser, at)) < until; times += 1) wrong(at, browser);
      return times;
    },
    right(at: number, browser?: string): void {
      record = noMoreInARow(record, browser, at);
    },
    newPassword(by: 'owner' | 'letter', at: number): void {
      record = afterNewPassword(record, by, at) ?? record;
    },
    record: () => record,
  };
}

test('after five wrong codes in a row the wait doubles up to an hour', () => {
  const account = guessed();
  expect(account.guess(start, start + 1)).toBe(5);
  const waits = [account.wait(start)];
  for (let at = start + 30; waits.length < 11; at += waits.at(-1) ?? 0) {
    expect(account.guess(at, at + 1)).toBe(1);
    waits.push(account.wait(at));
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
});

test('a wait is never longer than it can be, and none in a row where the clock was set back since it began', () => {
  const account = guessed();
  account.guess(start, start + 1);
  expect(account.wait(start - 20)).toBe(30);
  expect(account.wait(start - day)).toBe(0);
  // Whoever guesses on waits by the clock of now.
  account.wrong(start - day);
  expect(account.wait(start - day)).toBe(60);
  account.guess(start, start + 100 * day);
  expect(account.wait(start + 99 * day)).toBe(day);
});

test('codes that are compared out of order, or by clocks that differ, pass over no count', () => {
  let record = { id: 'ann', revision: 1, apps: [] } as AccountFactors;
  const counts = [30, 0, 29, 1, 12].map((later) => {
    const next = oneMoreWrong(record, undefined, start + later);
    record = next.record;
    return [next.tries, next.guesses];
  });
  expect(counts).toEqual([1, 2, 3, 4, 5].map((count) => [count, count]));
});

test('who goes on guessing has fifty, and then one a day, for as long as nothing is right', () => {
  const account = guessed();
  const first = account.guess(start, start + day);
  expect(first).toBeLessThanOrEqual(36);
  expect(first + account.guess(start + day, start + 10 * day)).toBeLessThanOrEqual(60);
  expect(account.guess(start + 10 * day, start + 110 * day)).toBe(100);
  // Nothing else is told than what counts: five, fifty, and from then on fifty each day.
  expect(account.counts.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(account.counts.slice(-100)).toEqual(Array.from({ length: 100 }, () => 50));
});

test('however slowly somebody guesses each one is counted, whatever the owner does meanwhile', () => {
  const account = guessed();
  for (let nth = 0; nth < 4; nth += 1) account.wrong(start);
  for (let at = start; at < start + 365 * day; at += day + 60) {
    account.right(at - 1);
    account.right(at - 1, 'home');
    account.newPassword('letter', at - 1);
    account.wrong(at);
  }
  expect(Math.max(...account.counts)).toBe(5);
  expect(account.guesses).toEqual(Array.from({ length: 369 }, (_, index) => index + 1));
});

test('the owner is told of the fifth, of each fifteenth after it, and of each one once there is one a day', () => {
  const isTold = (guesses: number, tries: number): boolean => {
    const detail = { factor: 'app', guesses, tries };
    const event: Event = { id: 'one', kind: 'factor.refused', outcome: 'refused', at: start, account: 'ann', detail };
    return noticeAbout(event, {} as never)?.kind === 'factor-guessed';
  };
  const all = Array.from({ length: 60 }, (_, index) => index + 1);
  expect(all.filter((guesses) => isTold(guesses, 1))).toEqual([5, 20, 35, 50]);
  expect(all.filter((tries) => isTold(6, tries))).toEqual([50]);
});

test('that count begins anew after a quarter of a year without any, and with a password that the owner chose', () => {
  const account = guessed();
  for (const at of [0, 80, 160, 251, 251]) account.wrong(start + at * day);
  expect(account.guesses).toEqual([1, 2, 3, 1, 2]);
  account.newPassword('owner', start + 300 * day);
  account.wrong(start + 300 * day);
  expect(account.guesses.at(-1)).toBe(1);
});

test('what the owner mistypes at home is not counted once it is right, but for what was wrong long before, or often', () => {
  const account = guessed();
  for (let at = start; at < start + 365 * day; at += 7 * day) {
    for (const later of [0, 30]) account.wrong(at + later, 'home');
    account.right(at + 60, 'home');
    expect(account.record().guesses).toBeUndefined();
  }
  const at = start + 365 * day;
  for (let nth = 0; nth < 3; nth += 1) account.wrong(at, 'home');
  account.right(at + 60, 'home');
  expect(account.record().guesses).toEqual({ count: 1, at });
  account.wrong(at + day, 'home');
  account.right(at + day + 600, 'home');
  expect(account.record().guesses).toEqual({ count: 2, at: at + day });
});

test('right codes in between give none of those back, whichever side they are on', () => {
  for (const browser of [undefined, 'home']) {
    const account = guessed();
    let times = 0;
    for (let at = start; at < start + day; at += 600) {
      account.right(at, browser);
      times += account.guess(at, at + 1);
    }
    expect(times).toBeLessThanOrEqual(browser === undefined ? 51 : 36);
  }
});

test('a browser that is known neither waits for strangers nor makes them wait, and has as many', () => {
  const account = guessed();
  account.guess(start, start + 3600);
  expect(account.wait(start + 3600)).toBeGreaterThan(0);
  expect(account.wait(start + 3600, 'home')).toBe(0);
  expect(account.guess(start + 3600, start + 3601, 'home')).toBe(5);
  expect(account.wait(start + 3600, 'home')).toBe(30);
  expect(account.wait(start + 3600, 'office')).toBe(0);
  account.right(start + 3631, 'home');
  expect(account.wait(start + 3631, 'home')).toBe(0);
  expect(account.wait(start + 3631)).toBeGreaterThan(0);
});

test('many known browsers are no more than five counts and that of all others', () => {
  const account = guessed();
  let times = 0;
  for (let nth = 0; nth < 100; nth += 1) times += account.guess(start, start + 1, `browser ${nth}`);
  expect(times).toBe(30);
  expect(account.record().wrongIn).toHaveLength(5);
  expect(account.wait(start)).toBe(30);
  // What is forgotten makes room.
  expect(account.wait(start + 6 * day, 'browser 99')).toBe(0);
  account.right(start + 6 * day);
  expect(account.record()).toEqual({ id: 'ann', revision: 1, apps: [], guesses: { count: 30, at: start } });
});

test('a new password that its owner chose begins anew; one by a letter ends the wait, and gives five back a day', () => {
  const account = guessed();
  const at = start + 20 * day;
  account.guess(start, at + 1);
  expect(account.wait(at)).toBeGreaterThan(3600);
  account.newPassword('letter', at);
  expect(account.wait(at)).toBe(0);
  expect(account.guess(at, at + 1)).toBe(5);
  // However often it is set.
  for (let later = 60; later < day; later += 600) {
    account.newPassword('letter', at + later);
    expect(account.guess(at + later, at + later + 1)).toBe(0);
  }
  account.newPassword('owner', at + day);
  expect(account.wait(at + day)).toBe(0);
  expect(account.guess(at + day, at + 2 * day)).toBeGreaterThan(30);
});

test('wrong codes that an older version counted are forgotten by the day as well', () => {
  const account = guessed({ id: 'ann', revision: 1, apps: [], wrong: { tries: 7, at: start } });
  expect(account.wait(start)).toBe(120);
  expect(account.wait(start + 120)).toBe(0);
  account.guess(start + 120, start + 121);
  expect(account.counts).toEqual([8]);
  expect(account.wait(start + 121)).toBe(239);
});
