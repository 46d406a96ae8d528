import argon2 from 'argon2';
import { randomBytes } from 'node:crypto';
import type { Milliseconds } from '../clock.ts';
import type { PasswordCost } from './password-hash.ts';

/** The least that a hash may cost (OWASP Password Storage Cheat Sheet). */
export const leastCost: PasswordCost = { memory: 19_456, iterations: 2, parallelism: 1 };

/** A cost, and how long a hash of it takes. */
export interface Measured {
  readonly cost: PasswordCost;
  readonly took: Milliseconds;
}

/** Steps of memory, in KiB. */
const step = 1024;

/** So many passes at most: more memory is what makes guessing dear, more passes are for where there is none. */
const mostIterations = 10;

/**
 * Finds the cost at which a hash takes as long as wished, or a little less: as much memory as fits the time, and more
 * passes where that is at its limit. Never less than the least, however slow the machine.
 *
 * @param options.target for one hash
 * @param options.mostMemory KiB for one hash
 * @param options.measure how long one takes here
 */
export async function tune(options: {
  readonly target: Milliseconds;
  readonly mostMemory: number;
  readonly measure: (cost: PasswordCost) => Promise<Milliseconds>;
}): Promise<Measured> {
  const { target, measure } = options;
  const mostMemory = Math.max(leastCost.memory, options.mostMemory);
  const measured = async (cost: PasswordCost): Promise<Measured> => ({ cost, took: await measure(cost) });

  let best = await measured(leastCost);
  if (best.took >= target) return best;
  // Time grows with memory nearly in proportion, and not quite: look again from where the guess led.
  let last = best;
  for (let look = 0; look < 5; look += 1) {
    const wished = Math.floor((last.cost.memory * target) / last.took / step) * step;
    const memory = Math.min(mostMemory, Math.max(leastCost.memory, wished));
    if (Math.abs(memory - last.cost.memory) < step) break;
    last = await measured({ ...leastCost, memory });
    if (last.took <= target && memory > best.cost.memory) best = last;
  }
  while (best.cost.memory >= mostMemory - step && best.cost.iterations < mostIterations) {
    const more = await measured({ ...best.cost, iterations: best.cost.iterations + 1 });
    if (more.took > target) break;
    best = more;
  }
  return best;
}

/** How long one hash of that cost takes on this machine. What else it does makes it slower only, so the fastest counts. */
export async function timeOfHash({ memory, iterations, parallelism }: PasswordCost): Promise<Milliseconds> {
  const parameters = { type: argon2.argon2id, memoryCost: memory, timeCost: iterations, parallelism } as const;
  let fastest = Infinity;
  for (let round = 0; round < 4; round += 1) {
    const began = performance.now();
    await argon2.hash('how long does this take', { ...parameters, secret: randomBytes(32) });
    fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}
