import { raised } from './entering.ts';
import type { Browser } from './session.ts';

/** How many steps of an account may wait in a browser: whoever was put out of it makes as many by letters as they like. */
const mostAhead = 8;

/**
 * A browser's record after somebody there has signed an account out everywhere: it stays the account's own where it was until
 * that step. Of two at once the later may be noted first. It waits for the other, and counts with that: else two links
 * pressed together would make a stranger of the browser. What somebody put it out by in between is never noted here.
 * @param count that the step made
 */
export function withOwnStep(current: Browser, account: string, count: number): Browser {
  const { ownAhead = {}, signOuts = {}, ...browser } = current;
  const { [account]: waiting = [], ...others } = ownAhead;
  const steps = [...new Set([...waiting, count])].sort((one, other) => one - other);
  const own = steps.reduce((last, step) => (step === last + 1 ? step : last), signOuts[account] ?? 0);
  // The nearest ones: those beyond them could be counted only once these are.
  const ahead = steps.filter((step) => step > own).slice(0, mostAhead);
  return {
    ...browser,
    signOuts: raised(signOuts, account, own),
    ownAhead: { ...others, ...(ahead.length > 0 && { [account]: ahead }) },
  };
}
