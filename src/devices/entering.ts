import { clocksApart, type Seconds } from '../clock.ts';
import { inFlight } from './lifetimes.ts';
import type { Browser, BrowserSession } from './session.ts';

/** A browser that shows no activity for this long is forgotten. */
const kept: Seconds = 400 * 24 * 3600;
/** Sign-ins at once of which one browser remembers when they were. */
const mostAtOnce = 20;
/** Accounts that one browser remembers: whoever signs in as one more signs out the one that was used longest ago. */
const most = 8;

/** A session that is entered in its browser's record. */
export interface Entry extends Omit<BrowserSession, 'since'> {
  /** Whether it was let in by an app that asks for less: the browser is no more the account's own than it was. */
  readonly doubtful?: boolean | undefined;
  /** How often the account had been signed out everywhere when it was proven. */
  readonly signOuts?: number | undefined;
  /** How often everybody had been signed out of the browser when it was proven; not compared where it is left out. */
  readonly emptied?: number | undefined;
}

type Lists = Pick<Browser, 'sessions' | 'accounts' | 'signOuts'>;

/** When those of its generations were made whose answers may be on their way; a clock that was set back holds none. */
const renewalsIn = ({ renewals = [] }: Pick<Browser, 'renewals'>, now: Seconds): readonly Seconds[] =>
  renewals.filter((at) => now - at <= inFlight && at - now <= clocksApart);

/** Never lowered: what is told late takes nothing back. */
export const raised = (counts: Readonly<Record<string, number>>, account: string, count: number) => ({
  ...counts,
  [account]: Math.max(counts[account] ?? 0, count),
});

/**
 * What of a browser's record goes on with a sign-in.
 *
 * All of it with the proof of its last one. With one that was overtaken a moment ago, by another tab, or because an answer
 * was lost, what stood there already when that was given out, and nothing that was entered since: it may have been planted,
 * and whoever else signed in under it is not to be shown to who planted it. With an older one the list begins anew, as with
 * none: whoever has a copy of it would be shown by a sign-in of their own who is here, and go on as them.
 * @param upTo the generation that is proven, 0 for none
 */
function goingOn(browser: Browser, upTo: number, now: Seconds): Lists {
  if (upTo === browser.generation) return browser;
  if (upTo < browser.generation - renewalsIn(browser, now).length) return { sessions: [] };
  // Where it is not noted when one was entered, it may have been the last.
  const sessions = browser.sessions.filter(({ since = browser.generation }) => since <= upTo);
  const isIn = (account: string): boolean => sessions.some((one) => one.account === account);
  return { ...browser, sessions, accounts: (browser.accounts ?? []).filter(isIn) };
}

/**
 * A browser's record after a sign-in: the session stands first, in place of an older one of the same account.
 * @param upTo the generation of the record that is proven, 0 for none
 */
export function withEntered(
  current: Browser | undefined,
  upTo: number,
  { doubtful = false, signOuts: count = 0, emptied: _emptied, ...session }: Entry,
  now: Seconds,
): Omit<Browser, 'id' | 'revision'> {
  const {
    sessions: older,
    accounts: before = [],
    signOuts = {},
  } = current ? goingOn(current, upTo, now) : { sessions: [] };
  const generation = (current?.generation ?? 0) + 1;
  const others = older.filter(({ account }) => account !== session.account);
  const sessions = [{ ...session, since: generation }, ...others].slice(0, most);
  const all = doubtful ? before : [session.account, ...before.filter((account) => account !== session.account)];
  // Never forgotten before who has signed out: whoever is signed in here is found here, also when that has expired.
  const isIn = (account: string): boolean => sessions.some((one) => one.account === account);
  const accounts = [...all.filter(isIn), ...all.filter((account) => !isIn(account))].slice(0, most);
  const counts = doubtful ? signOuts : raised(signOuts, session.account, count);
  return {
    createdAt: current?.createdAt ?? now,
    generation,
    ...(current?.emptied !== undefined && { emptied: current.emptied }),
    renewals: [...renewalsIn(current ?? {}, now), now].slice(-mostAtOnce),
    sessions,
    accounts,
    signOuts: Object.fromEntries(accounts.map((account) => [account, counts[account] ?? 0])),
    lastActiveAt: now,
    removeAt: now + kept,
  };
}
