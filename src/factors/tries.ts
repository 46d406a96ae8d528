import { clocksApart, type Seconds } from '../clock.ts';
import type { AccountFactors, WrongCodes } from './factor.ts';
import { leftOf } from './pauses.ts';

const day: Seconds = 24 * 3600;
/** Wrong codes in a row that nobody has to wait after. */
const free = 5;
const firstWait: Seconds = 30;
const longestWait: Seconds = 3600;
/**
 * Wrong codes that there are on each side whatever is right in between, and one more with each day that passes (NIST SP
 * 800-63B-4 §3.2.2). Of an app three codes of a million are right at any moment: who guesses all of these finds one within a
 * year with a chance of one in eight hundred, and of one in 160 where the account has five apps.
 */
const most = 50;
/** Browsers with a count of their own at a time: more of them are no more guesses. */
const mostBrowsers = 5;
/** What a new password by a letter gives back of those, once a day. */
const givenBack = 5;
/**
 * For so long no code must be wrong until the owner is not told of those of before. What counts by the day is nothing to
 * tell by: one guess a day would never reach the fifth, for years.
 */
const quiet: Seconds = 90 * day;
/** So many wrong codes, typed no longer than that before a right one in the same browser, are its owner's. */
const mistyped = 2;
const justBefore: Seconds = 5 * 60;

type Counts = Pick<AccountFactors, 'wrong' | 'wrongIn' | 'givenBackAt'>;

/*
 * Wrong codes are counted on two sides: in each browser in which the account has proven a second factor before, and in all
 * others together. Who guesses behind a stolen password is on the other side from the owner, makes nobody wait there, and is
 * forgiven nothing by what is right there. Nobody comes over by the password alone.
 */

/** When the last wrong code of a side is forgotten. */
const untilOf = ({ tries, at, until }: WrongCodes): Seconds => until ?? at + tries * day;

const isOver = (wrong: WrongCodes, now: Seconds): boolean => untilOf(wrong) <= now;

/** The browsers that have a count now. */
const countedIn = ({ wrongIn = [] }: Counts, now: Seconds): NonNullable<Counts['wrongIn']> =>
  wrongIn.filter((wrong) => !isOver(wrong, now));

/** Whether a browser has a count of its own. Where many have one already it goes with the others. */
function hasOwn(counts: Counts, browser: string | undefined, now: Seconds): browser is string {
  const all = countedIn(counts, now);
  return browser !== undefined && (all.length < mostBrowsers || all.some((one) => one.browser === browser));
}

/** What is counted on the side of a browser. */
function sideOf(counts: Counts, browser: string | undefined, now: Seconds): WrongCodes | undefined {
  if (hasOwn(counts, browser, now)) return countedIn(counts, now).find((one) => one.browser === browser);
  return counts.wrong && !isOver(counts.wrong, now) ? counts.wrong : undefined;
}

/** The record with a side changed; undefined for nothing that is counted there. */
function withSide(
  record: AccountFactors,
  browser: string | undefined,
  now: Seconds,
  side: WrongCodes | undefined,
): AccountFactors {
  const { wrong, wrongIn: _, ...rest } = record;
  const browsers = countedIn(record, now);
  const kept = (all: NonNullable<Counts['wrongIn']>) => (all.length > 0 ? { wrongIn: all } : {});
  if (!hasOwn(record, browser, now)) return { ...rest, ...kept(browsers), ...(side && { wrong: side }) };
  const others = browsers.filter((one) => one.browser !== browser);
  return { ...rest, ...(wrong && { wrong }), ...kept(side ? [...others, { browser, ...side }] : others) };
}

/**
 * How long nobody may try on a side, in seconds; 0 when one may. After the first few wrong tries in a row each one makes the
 * wait twice as long; and who has used up all that there are waits for the day that brings the next.
 * @param browser id of the device, where the account knows it by a second factor; undefined for all others
 */
export function waitOf(counts: Counts, browser: string | undefined, now: Seconds): Seconds {
  const side = sideOf(counts, browser, now);
  if (!side) return 0;
  const { tries, at } = side;
  const inARow = tries < free ? 0 : leftOf(Math.min(firstWait * 2 ** (tries - free), longestWait), at, now);
  // No more than the day that brings the next, also where a clock was set back.
  const inAll = Math.min(untilOf(side) - (most - 1) * day - now, day);
  return Math.max(0, inARow, inAll);
}

/**
 * The record with one more wrong code.
 * @returns too, what its owner is told by: `tries`, how many of that side count now; `guesses`, how many were wrong on all sides
 *   that nothing explains. That goes up one by one whatever the clocks say, so no number is passed over
 */
export function oneMoreWrong(
  record: AccountFactors,
  browser: string | undefined,
  now: Seconds,
): { readonly record: AccountFactors; readonly tries: number; readonly guesses: number } {
  const side = sideOf(record, browser, now);
  const until = (side ? untilOf(side) : now) + day;
  const next = withSide(record, browser, now, { tries: (side?.tries ?? 0) + 1, at: now, until });
  const before = record.guesses && now - record.guesses.at <= quiet ? record.guesses.count : 0;
  const guesses = before + 1;
  // The last one may have been typed later by the clock of its node: that must not count as one more than there are.
  const tries = Math.ceil((until - now - clocksApart) / day);
  return { record: { ...next, guesses: { count: guesses, at: now } }, tries, guesses };
}

/**
 * The record after a right code: nobody on that side waits, and what was wrong there is forgotten day by day as before. The
 * owner has just mistyped what was wrong in that very browser; but no right code explains what was wrong elsewhere, or one who
 * guesses slowly would stay unseen behind an owner who signs in every day.
 */
export function noMoreInARow(record: AccountFactors, browser: string | undefined, now: Seconds): AccountFactors {
  const side = sideOf(record, browser, now);
  const next = withSide(record, browser, now, side && { tries: 0, at: side.at, until: untilOf(side) });
  return side && hasOwn(record, browser, now) ? withoutMistyped(next, side, now) : next;
}

/** The record without the guesses that were mistyped just now. A few at most, or they would hide what was guessed there. */
function withoutMistyped(record: AccountFactors, { tries, at }: WrongCodes, now: Seconds): AccountFactors {
  const { guesses, ...rest } = record;
  if (!guesses || now - at > justBefore) return record;
  const count = guesses.count - Math.min(tries, mistyped);
  return count > 0 ? { ...rest, guesses: { ...guesses, count } } : rest;
}

/**
 * The record after a new password: whoever guessed behind the one of before is out. Who has chosen it by the one of before
 * has proven both factors a moment ago, and begins anew. By a letter it may be who reads the mail and guesses the rest: that
 * ends the wait, and gives a few tries back once a day, however often it is done.
 * @param at when it was set
 * @returns undefined where nothing is to be changed
 */
export function afterNewPassword(
  record: AccountFactors,
  by: 'owner' | 'letter',
  at: Seconds,
): AccountFactors | undefined {
  const { wrong, wrongIn, guesses, ...rest } = record;
  if (by === 'owner') return wrong || wrongIn || guesses ? rest : undefined;
  const { givenBackAt } = rest;
  if (!wrong || isOver(wrong, at) || (givenBackAt !== undefined && at - givenBackAt < day)) return undefined;
  const until = Math.min(untilOf(wrong), at + (most - givenBack) * day);
  return { ...record, wrong: { tries: 0, at: wrong.at, until }, givenBackAt: at };
}
