import { clocksApart, type Seconds } from '../clock.ts';
import type { AccountFactors } from './factor.ts';

const firstPause: Seconds = 30;
const longestPause: Seconds = 600;
/** After so long without asking it is as if nobody had asked. */
const forgotten: Seconds = 3600;

type Asked = AccountFactors['asked'];

/**
 * How much is left of a wait that began at a time, and never more than all of it. One that began later than clocks may
 * differ is of before a clock was set back: it is none, or people would wait until it is that late again.
 */
export const leftOf = (wait: Seconds, at: Seconds, now: Seconds): Seconds =>
  at - now > clocksApart ? 0 : Math.min(wait, Math.max(0, at + wait - now));

/** How long no other code is sent, in seconds; 0 when one may be. Each one that nobody entered makes the pause twice as long. */
export function pauseOf(asked: Asked, now: Seconds): Seconds {
  if (!asked || now - asked.at >= forgotten) return 0;
  return leftOf(Math.min(firstPause * 2 ** (asked.times - 1), longestPause), asked.at, now);
}

/** With one more that was asked for. */
export const askedOnceMore = (asked: Asked, now: Seconds): NonNullable<Asked> => ({
  times: asked && now - asked.at < forgotten ? asked.times + 1 : 1,
  at: now,
});
