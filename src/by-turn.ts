import type { Milliseconds } from './clock.ts';

/** What waits for the end of a turn: what a process still holds when it ends is done then. */
const waiting = new Set<() => void>();
process.on('exit', () => waiting.forEach((run) => run()));

/**
 * Gathers what comes in one turn of the event loop, and has all of it done at the turn's end, one right after the other: that
 * takes half the time of what is done in between other things.
 *
 * @param patience after how long the next item has those done at once that wait: something in the turn may take long
 */
export function byTurn<T>(work: (items: readonly T[]) => void, patience: Milliseconds = Infinity): (item: T) => void {
  let items: T[] = [];
  let since = 0;
  const run = (): void => {
    waiting.delete(run);
    const gathered = items;
    items = [];
    work(gathered);
  };
  return (item) => {
    if (items.length === 0) {
      since = performance.now();
      waiting.add(run);
      setImmediate(() => {
        if (waiting.has(run)) run();
      });
    }
    items.push(item);
    if (performance.now() - since > patience) run();
  };
}
