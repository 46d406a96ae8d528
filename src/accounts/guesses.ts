import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { createTurns, type Turns } from './turns.ts';

/** What somebody who guesses would make of a password. */
export interface Estimate {
  /** Whether it is one of those that are used most, whatever the case. */
  readonly common: boolean;
  /** From 0 (guessed at once) to 4: 3, 6, 8 and 10 decimal places of guesses lie between them. */
  readonly score: 0 | 1 | 2 | 3 | 4;
}

export interface Guesses {
  /**
   * @param words what an attacker knows of whoever chooses it, in lower case
   * @throws {Refused} temporarily_unavailable when too many wait, or it takes too long
   */
  estimate(password: string, words: readonly string[]): Promise<Estimate>;
  stop(): Promise<void>;
}

export interface Question {
  readonly password: string;
  readonly words: readonly string[];
}

/**
 * A password is looked at for this many characters at most: the time grows faster than the length, and one of 250 that
 * was made for it held a processor for a second, one of 100 for a tenth. Sixty-four that are hard to guess do not get easier
 * by what follows.
 */
const looked = 64;

/** An estimate that takes longer is given up, and the thread with it. */
const patience: Milliseconds = 5000;

/**
 * Estimates in a thread of its own, so that no password holds up a request. Its dictionaries take 45 MiB, for
 * what happens once an account: the thread is started when it is needed, and ends when it was not for a while.
 *
 * @param options.turns shared with the hashes: however many sign up, the processors stay free for everybody else
 * @param options.idle how long the thread waits for more
 */
export function createGuesses({
  turns,
  queue,
  idle = 60_000,
}: {
  readonly turns: Turns;
  /** How many may wait for the thread. */
  readonly queue: number;
  readonly idle?: Milliseconds;
}): Guesses {
  // For the thread first: who waits for it must not keep a hash from its turn.
  const thread = createTurns({ queue, atOnce: 1 });
  let worker: Worker | undefined;
  let ending: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(ending);
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  }

  async function ask(question: Question): Promise<Estimate> {
    clearTimeout(ending);
    worker ??= new Worker(new URL('./guesses-thread.ts', import.meta.url), {
      name: 'guesses',
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    const asked = worker;
    asked.ref();
    const waiting = new AbortController();
    const giveUp = setTimeout(() => waiting.abort(), patience);
    try {
      asked.postMessage(question);
      const [estimate] = (await once(asked, 'message', { signal: waiting.signal })) as [Estimate];
      // Nobody waits for it now: it does not keep the process.
      asked.unref();
      ending = setTimeout(() => void end(), idle).unref();
      return estimate;
    } catch (cause) {
      await end();
      throw new Refused('temporarily_unavailable', 'the password cannot be judged now', {}, { cause });
    } finally {
      clearTimeout(giveUp);
    }
  }

  return {
    estimate(password, words) {
      const question = { password: [...password].slice(0, looked).join(''), words };
      return thread.take(() => turns.take(() => ask(question)));
    },
    stop: end,
  };
}
