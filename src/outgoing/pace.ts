import type { Milliseconds, Seconds } from '../clock.ts';

/** How fast and how often things are tried. */
export interface Pace {
  /** Pauses after the first, second … failure. When they are used up, it is given up. */
  readonly pauses: readonly Seconds[];
  /** How long an attempt may take. */
  readonly limit: Milliseconds;
  /** How long a claim holds: a node that dies has its entries taken over then. Longer than `limit`, clocks differ too. */
  readonly lease: Seconds;
  /** Attempts of one node at the same time, to all targets and to one. */
  readonly atOnce: number;
  readonly perTarget: number;
  /** Entries that wait in a node's memory for their turn, for all targets and for one. */
  readonly waiting: number;
  readonly waitingPerTarget: number;
}

const minute = 60;
const hour = 60 * minute;

/** Ten tries over a day: soon enough for a restart of the other side, long enough for somebody to mend it. */
export const usualPace: Pace = {
  pauses: [5, 30, 2 * minute, 10 * minute, hour, 3 * hour, 6 * hour, 6 * hour, 8 * hour],
  limit: 45_000,
  lease: 60,
  atOnce: 32,
  perTarget: 4,
  waiting: 500,
  waitingPerTarget: 100,
};

/** A pause that is up to a quarter shorter or longer: what failed together must not come back together. */
export const jittered = (pause: Seconds): Seconds => Math.round(pause * (0.75 + Math.random() / 2));
