import argon2 from 'argon2';
import { availableParallelism } from 'node:os';
import { Refused } from '../errors.ts';

/** Cost of a hash. Never under m=19456, t=2, p=1 (OWASP Password Storage Cheat Sheet). */
export interface PasswordCost {
  /** KiB */
  readonly memory: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** A password at rest: argon2id with a salt of its own and a pepper that the store does not hold. */
export interface PasswordHash {
  readonly hash: string;
  readonly pepper: string;
}

export type Passwords = ReturnType<typeof createPasswords>;

/**
 * Hashes and verifies passwords, a bounded number at a time: a flood of sign-ins takes neither the memory nor the
 * threads that the token endpoint needs.
 *
 * @param options.queue how many may wait; more are refused at once
 */
export function createPasswords(options: {
  readonly cost: PasswordCost;
  readonly peppers: readonly { readonly id: string; readonly secret: Buffer }[];
  readonly queue: number;
  /** Hears how long each took, waiting included, in seconds. */
  readonly measured?: (operation: 'hash' | 'verify', duration: number) => void;
}) {
  const { cost, peppers } = options;
  const [pepper] = peppers;
  if (!pepper) throw new Error('no pepper to hash passwords with');
  const parameters = {
    type: argon2.argon2id,
    memoryCost: cost.memory,
    timeCost: cost.iterations,
    parallelism: cost.parallelism,
  } as const;

  let running = 0;
  const waiting: (() => void)[] = [];
  const most = Math.max(1, availableParallelism() - 1);

  async function inTurn<T>(operation: 'hash' | 'verify', work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    if (running >= most) {
      if (waiting.length >= options.queue) throw new Refused('temporarily_unavailable', 'too many sign-ins at once');
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
      options.measured?.(operation, (performance.now() - began) / 1000);
    }
  }

  const hash = (password: string): Promise<PasswordHash> =>
    inTurn('hash', async () => ({
      hash: await argon2.hash(password, { ...parameters, secret: pepper.secret }),
      pepper: pepper.id,
    }));

  // What a password is compared with where there is no account: the same work, so that the time tells nothing.
  const nobody = hash('nobody has this password');
  nobody.catch(() => undefined);

  return {
    hash,

    /**
     * Verifies a password exactly as it was typed. Without a stored hash it does the same work and says no.
     * @throws {Refused} temporarily_unavailable when too many wait, or the pepper's key is gone
     */
    async verify(stored: PasswordHash | undefined, password: string): Promise<boolean> {
      const against = stored ?? (await nobody);
      const secret = peppers.find(({ id }) => id === against.pepper)?.secret;
      if (!secret)
        throw new Refused('temporarily_unavailable', 'sign-in is not possible now', { pepper: against.pepper });
      const right = await inTurn('verify', () => argon2.verify(against.hash, password, { secret }));
      return stored !== undefined && right;
    },

    /** Whether the stored hash was made with other parameters or an older pepper: made anew at the next sign-in. */
    isOutdated: (stored: PasswordHash): boolean =>
      stored.pepper !== pepper.id || argon2.needsRehash(stored.hash, parameters),

    /** How many wait, for the metrics. */
    queued: (): number => waiting.length,
  };
}
