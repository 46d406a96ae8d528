import type { Seconds } from '../clock.ts';
import type { AccountFactors } from './factor.ts';

/** Wrong tries that nobody has to wait after. */
const free = 5;
const firstWait: Seconds = 30;
const longestWait: Seconds = 3600;
/** From here on somebody who knows the password is guessing, and not mistyping (NIST SP 800-63B-4 §3.2.2). */
const many = 50;
const longestWaitOfMany: Seconds = 24 * 3600;

/**
 * How long nobody may try again, in seconds; 0 when one may. After the first few wrong tries each one makes the wait
 * twice as long. Who is here has passed the first factor, so a stranger cannot make the owner wait. Three codes of a
 * million are right at any moment: who guesses one a day finds one within a year with a chance of one in a thousand.
 */
export function waitOf({ wrong }: Pick<AccountFactors, 'wrong'>, now: Seconds): Seconds {
  if (!wrong || wrong.tries < free) return 0;
  const longest = wrong.tries < many ? longestWait : longestWaitOfMany;
  const wait = Math.min(firstWait * 2 ** (wrong.tries - free), longest);
  return Math.max(0, wrong.at + wait - now);
}
