import argon2 from 'argon2';
import { randomBytes } from 'node:crypto';
import type { Peppers } from '../keys/index.ts';
import type { Turns } from './turns.ts';

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
 */
export function createPasswords(options: {
  readonly cost: PasswordCost;
  readonly peppers: Peppers;
  readonly turns: Turns;
  /** Hears how long each took, waiting included, in seconds. */
  readonly measured?: (operation: 'hash' | 'verify', duration: number) => void;
}) {
  const { cost, peppers, turns } = options;
  const parameters = {
    type: argon2.argon2id,
    memoryCost: cost.memory,
    timeCost: cost.iterations,
    parallelism: cost.parallelism,
  } as const;

  async function inTurn<T>(operation: 'hash' | 'verify', work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await turns.take(work);
    } finally {
      options.measured?.(operation, (performance.now() - began) / 1000);
    }
  }

  const hashWith = (password: string, secret: Buffer): Promise<string> =>
    inTurn('hash', () => argon2.hash(password, { ...parameters, secret }));

  // What a password is compared with where there is no account: the same work, so that the time tells nothing.
  const nobody = randomBytes(32);
  const nobodysHash = hashWith('nobody has this password', nobody);
  nobodysHash.catch(() => undefined);

  return {
    /** @throws {Refused} temporarily_unavailable when too many wait */
    async hash(password: string): Promise<PasswordHash> {
      const { id, secret } = await peppers.current();
      return { hash: await hashWith(password, secret), pepper: id };
    },

    /**
     * Verifies a password exactly as it was typed. Without a stored hash, or with one whose pepper was dropped, it does
     * the same work and says no.
     * @throws {Refused} temporarily_unavailable when too many wait
     * @throws {StoreUnavailable} when the pepper cannot be looked for
     */
    async verify(stored: PasswordHash | undefined, password: string): Promise<boolean> {
      const pepper = stored && (await peppers.find(stored.pepper));
      const real = stored && pepper && { hash: stored.hash, secret: pepper.secret };
      const { hash, secret } = real ?? { hash: await nobodysHash, secret: nobody };
      const right = await inTurn('verify', () => argon2.verify(hash, password, { secret }));
      return real !== undefined && right;
    },

    /** Whether the stored hash was made with other parameters or a former pepper: made anew at the next sign-in. */
    isOutdated: async (stored: PasswordHash): Promise<boolean> =>
      argon2.needsRehash(stored.hash, parameters) || (await peppers.isFormer(stored.pepper)),

    /** Whether there is any password that opens it: none does when its pepper was dropped. */
    canBeOpened: async (stored: PasswordHash): Promise<boolean> => (await peppers.find(stored.pepper)) !== undefined,
  };
}
