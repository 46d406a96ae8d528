import argon2 from 'argon2';
import { randomBytes } from 'node:crypto';
import type { Peppers } from '../keys/index.ts';
import type { PasswordCosts } from './password-costs.ts';
import { costOf, costText, nobodysHash, type PasswordCost, type PasswordHash } from './password-hash.ts';
import type { Turns } from './turns.ts';

export type Passwords = ReturnType<typeof createPasswords>;

/**
 * Hashes and verifies passwords, a bounded number at a time: a flood of sign-ins takes neither the memory nor the
 * threads that the token endpoint needs.
 */
export function createPasswords(options: {
  readonly cost: PasswordCost;
  readonly peppers: Peppers;
  /** The costs that the accounts' hashes have. */
  readonly costs: Pick<PasswordCosts, 'inUse' | 'announce'>;
  readonly turns: Turns;
  /** Hears how long each took, waiting included, in seconds. */
  readonly measured?: (operation: 'hash' | 'verify', duration: number) => void;
}) {
  const { cost, peppers, costs, turns } = options;
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

  const ownCost = costText(cost);
  const nobody = randomBytes(32);
  const nobodys = new Map<string, string>();

  /** A hash of that cost which is nobody's. */
  function nobodysOf(cost: string): string {
    const hash = nobodys.get(cost) ?? nobodysHash(cost);
    nobodys.set(cost, hash);
    return hash;
  }

  return {
    /** @throws {Refused} temporarily_unavailable when too many wait */
    async hash(password: string): Promise<PasswordHash> {
      const { id, secret } = await peppers.current();
      await costs.announce(ownCost);
      const hash = await inTurn('hash', () => argon2.hash(password, { ...parameters, secret }));
      return { hash, pepper: id };
    },

    /** For a stored hash that is not known to be there: the record of costs has its cost. @throws {StoreUnavailable} */
    announce: (stored: PasswordHash): Promise<void> => costs.announce(costOf(stored)),

    /**
     * Verifies a password exactly as it was typed. A wrong one costs a hash of each cost that accounts have, whoever it is
     * tried for: with the account's own where there is one, else with one that is nobody's. So after the cost was changed the
     * time does not tell who has an account, or since when. All are done in one turn, one after the other. A right one
     * does no more than its own: that it is right is told anyhow, and its owner's hash has today's cost from then on.
     * @param stored undefined, or one whose pepper was dropped: then no password is right
     * @throws {Refused} temporarily_unavailable when too many wait
     * @throws {StoreUnavailable} when peppers or costs cannot be looked for
     */
    async verify(stored: PasswordHash | undefined, password: string): Promise<boolean> {
      const pepper = stored && (await peppers.find(stored.pepper));
      const real = stored && pepper && { ...stored, cost: costOf(stored), secret: pepper.secret };
      // After the account was read: whatever cost it has was in the record before it had it.
      const inUse = new Set(await costs.inUse());
      if (stored) inUse.add(costOf(stored));
      // As long as no account has a password there is something to do all the same.
      if (inUse.size === 0) inUse.add(ownCost);
      return inTurn('verify', async () => {
        if (real && (await argon2.verify(real.hash, password, { secret: real.secret }))) return true;
        for (const cost of inUse) {
          if (cost !== real?.cost) await argon2.verify(nobodysOf(cost), password, { secret: nobody });
        }
        return false;
      });
    },

    /** Whether the stored hash was made with other parameters or a former pepper: made anew at the next sign-in. */
    isOutdated: async (stored: PasswordHash): Promise<boolean> =>
      argon2.needsRehash(stored.hash, parameters) || (await peppers.isFormer(stored.pepper)),

    /** Whether there is any password that opens it: none does when its pepper was dropped. */
    canBeOpened: async (stored: PasswordHash): Promise<boolean> => (await peppers.find(stored.pepper)) !== undefined,
  };
}
