import type { Seconds } from '../clock.ts';
import type { Account } from './account.ts';
import { undoLifetime } from './undo.ts';

/** How many are remembered: what is forgotten makes a link older, and never younger. */
const mostRemembered = 20;

/** For how long since a time an account was open. Nobody uses up, by suspending it, what its owner has against an intruder. */
export function openSince(
  { disabledAt, suspensions = [] }: Pick<Account, 'disabledAt' | 'suspensions'>,
  at: Seconds,
  now: Seconds,
): Seconds {
  const all = disabledAt === undefined ? suspensions : [...suspensions, { from: disabledAt, to: now }];
  const within = all.map(({ from, to }) => Math.max(0, Math.min(to, now) - Math.max(from, at)));
  return within.reduce((open, suspended) => open - suspended, now - at);
}

/** An account that is opened again, with the time in which it was not, and those of before that matter still. */
export function withSuspensionOver(
  { suspensions: before = [], ...account }: Omit<Account, 'disabledAt'>,
  from: Seconds,
  now: Seconds,
): Account {
  const all = [...before, { from, to: now }];
  const matter = all.filter(({ to }) => openSince({ suspensions: all }, to, now) < undoLifetime);
  return { ...account, suspensions: matter.slice(-mostRemembered) };
}
