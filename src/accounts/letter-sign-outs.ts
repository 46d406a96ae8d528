import { clocksApart, type Seconds } from '../clock.ts';
import type { Account, LetterSignOuts } from './account.ts';
import { undoLifetime } from './undo.ts';

/** Who reads the mail may press ever so many links: those of an hour are kept as one. */
const together: Seconds = 3600;
/** For how long before a factor they put nobody out of what decides about it: as long as the letters about them are good. */
const reach = undoLifetime + together + clocksApart;

/** What is remembered of such sign-outs after one more of them. */
export function withLetterSignOut(
  { signOuts = 0, letterSignOuts = [] }: Pick<Account, 'signOuts' | 'letterSignOuts'>,
  now: Seconds,
): readonly LetterSignOuts[] {
  const count = signOuts + 1;
  // Longer than they matter: what happened is told late sometimes.
  const recent = letterSignOuts.filter(({ at }) => at >= now - reach - together);
  const last = recent.at(-1);
  return last?.to === signOuts && now - last.at < together
    ? [...recent.slice(0, -1), { ...last, to: count }]
    : [...recent, { from: count, to: count, at: now }];
}

/**
 * How often an account had been signed out everywhere by a time, but for what links of letters did shortly before it, or
 * since. Who reads the mail sets a password by one, adds a factor, and would have made strangers of the owner's browsers.
 * What was done by more than a letter counts whenever it was, and so does all that came before it.
 */
export function signOutsBeforeLetters(
  { signOuts = 0, letterSignOuts = [] }: Pick<Account, 'signOuts' | 'letterSignOuts'>,
  at: Seconds,
): number {
  return letterSignOuts.reduceRight(
    (count, one) => (one.to === count && one.at >= at - reach ? one.from - 1 : count),
    signOuts,
  );
}
