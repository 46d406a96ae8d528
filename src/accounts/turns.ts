import { availableParallelism } from 'node:os';
import { Refused } from '../errors.ts';

/** Work that takes a processor for a while, a bounded number at a time, and a bounded number that waits. */
export interface Turns {
  /** @throws {Refused} temporarily_unavailable at once, when as many wait as may */
  take<T>(work: () => Promise<T>): Promise<T>;
  /**
   * For before anything else is done for what would be turned away.
   * @throws {Refused} temporarily_unavailable when as many wait as may, or are about to
   */
  requireRoom(): void;
  /**
   * Does a step that comes to a turn at its end, and keeps a place for it from when it asks for one: before what is dear. Else
   * all that come while one place is free do all of it, and all but one of them for nothing.
   * @param step gets what it asks with, once: temporarily_unavailable is thrown there when there is no place
   */
  withPlace<T>(step: (keep: () => void) => Promise<T>): Promise<T>;
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
  const most = atOnce + queue;
  let running = 0;
  let kept = 0;
  const waiting: (() => void)[] = [];

  function requireLess(than: number): void {
    if (than >= most) throw new Refused('temporarily_unavailable', 'too many sign-ins at once');
  }

  const requireRoom = (): void => requireLess(Math.max(kept, running + waiting.length));

  return {
    requireRoom,

    async withPlace(step) {
      let places = 0;
      const keep = (): void => {
        requireRoom();
        places += 1;
        kept += 1;
      };
      try {
        return await step(keep);
      } finally {
        kept -= places;
      }
    },

    async take(work) {
      requireLess(running + waiting.length);
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
