import type { Seconds } from '../clock.ts';
import type { AccountFactors } from './factor.ts';

const firstPause: Seconds = 30;
const longestPause: Seconds = 600;
/** After so long without asking it is as if nobody had asked. */
const forgotten: Seconds = 3600;

type Asked = AccountFactors['asked'];

/** How long no other code is sent, in seconds; 0 when one may be. Each one that nobody entered makes the pause twice as long. */
export function pauseOf(asked: Asked, now: Seconds): Seconds {
  if (!asked || now - asked.at >= forgotten) return 0;
  const pause = Math.min(firstPause * 2 ** (asked.times - 1), longestPause);
  return Math.max(0, asked.at + pause - now);
}

/** With one more that was asked for. */
export const askedOnceMore = (asked: Asked, now: Seconds): NonNullable<Asked> => ({
  times: asked && now - asked.at < forgotten ? asked.times + 1 : 1,
  at: now,
});
