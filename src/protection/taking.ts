import type { Scope } from './budgets.ts';
import type { Counter } from './counters.ts';
import type { Spent } from './limiter.ts';

/** A counter, and what it had come to when it was taken from. */
export interface Taken {
  readonly counter: Counter;
  readonly spent: Spent;
}

/** In which order counters are taken from: the more people share one, the later. */
const sharedBy: Readonly<Record<Scope, number>> = {
  ...{ pair: 0, device: 0 },
  address: 1,
  ...{ account: 2, devices: 2, number: 2, proven: 2 },
  ...{ network: 3, prefix: 3, 'prefix-unproven': 3, everybody: 3, unproven: 3 },
};

/**
 * Takes a try out of its counters, each in one atomic step, as far as one that has too little.
 *
 * What is the sender's own comes first, and a burst from one place stops there. It would else fill up what others have, for
 * as long as it is in flight and before it is given back: they would be refused by that, and told to wait until the next day.
 *
 * @param isOver of a counter that was taken from, whether that was too much
 * @returns what is to be given back if the try comes to nothing, and what of it was too much
 * @throws {StoreUnavailable}
 */
export async function take(
  counters: readonly Counter[],
  points: 0 | 1,
  isOver: (one: Taken) => boolean,
): Promise<{ readonly taken: readonly Taken[]; readonly over: readonly Taken[] }> {
  const taken: Taken[] = [];
  const rounds = [...Map.groupBy(counters, ({ scope }) => sharedBy[scope])].toSorted(([one], [other]) => one - other);
  for (const [, round] of rounds) {
    const now = await Promise.all(
      round.map(async (counter) => ({ counter, spent: await counter.limiter.take(counter.key, points) })),
    );
    taken.push(...now);
    const over = now.filter(isOver);
    if (over.length > 0) return { taken, over };
  }
  return { taken, over: [] };
}

/** @throws {StoreUnavailable} */
export async function giveBack(taken: readonly Taken[], points: 0 | 1): Promise<void> {
  await Promise.all(taken.map(({ counter: { limiter, key }, spent }) => limiter.giveBack(key, spent, points)));
}
