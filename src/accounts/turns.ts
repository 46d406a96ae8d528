import { availableParallelism } from 'node:os';
import { Refused } from '../errors.ts';

/** Work that takes a processor for a while, a bounded number at a time, and a bounded number that waits. */
export interface Turns {
  /** @throws {Refused} temporarily_unavailable at once, when as many wait as may */
  take<T>(work: () => Promise<T>): Promise<T>;
  /**
   * For before anything else is done for what would be turned away.
   * @throws {Refused} temporarily_unavailable when as many wait as may
   */
  requireRoom(): void;
  /** How many wait. */
  readonly waiting: number;
}

/**
 * How many passwords are hashed at a time: one processor is left for everything else, and two of the threads that do
 * what takes long in Node, which also sign tokens.
 */
export function hashesAtOnce(): number {
  const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
  return Math.max(1, Math.min(availableParallelism() - 1, threads - 2));
}

/**
 * @param options.queue how many may wait
 * @param options.atOnce default: as many as are hashed at a time
 */
export function createTurns({
  queue,
  atOnce = hashesAtOnce(),
}: {
  readonly queue: number;
  readonly atOnce?: number;
}): Turns {
  let running = 0;
  const waiting: (() => void)[] = [];

  function requireRoom(): void {
    if (running >= atOnce && waiting.length >= queue)
      throw new Refused('temporarily_unavailable', 'too many sign-ins at once');
  }

  return {
    requireRoom,

    async take(work) {
      requireRoom();
      if (running >= atOnce) {
        await new Promise<void>((turn) => waiting.push(turn));
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
    get waiting() {
      return waiting.length;
    },
  };
}
