import {
  change,
  Duplicate,
  everyDocument,
  type Collection,
  type Document,
  type Documents,
} from '../../adapters/store.ts';
import { systemClock, type Clock, type Seconds } from '../clock.ts';
import { accountCollection, withFoundCost } from './account.ts';
import { costOf } from './password-hash.ts';

/** A cost, and when a hash of it was last about to be made, give or take `renewal`. */
interface CostInUse {
  readonly cost: string;
  readonly at: Seconds;
}

/** The costs of hash that accounts have: one record. */
interface CostsInUse extends Document {
  readonly inUse: readonly CostInUse[];
}

export const passwordCostCollection: Collection<CostsInUse> = { name: 'password_costs' };

const id = 'password_costs';

/** A node says once in so long that it still makes hashes of a cost. */
const renewal: Seconds = 3600;

/** Longer than any hash waits to become an account's: a sign-up has a day to be confirmed. */
const kept: Seconds = 2 * 24 * 3600;

export type PasswordCosts = ReturnType<typeof createPasswordCosts>;

/**
 * Knows which costs of hash there are among the accounts, so that comparing a password can do the work of all of them
 * for everybody: else the time of a former cost would tell who has an account.
 *
 * A cost is in the record before the first hash of it is made, and stays for as long as an account has it. It is taken away
 * by one compare-and-set that a node which makes such hashes, and says so at the same time, makes fail.
 */
export function createPasswordCosts({ documents, clock }: { readonly documents: Documents; readonly clock: Clock }) {
  const announced = new Map<string, Seconds>();
  let lookAt: Seconds = 0;

  async function isHad(cost: string): Promise<boolean> {
    const where = { field: 'passwordCost', equals: cost } as const;
    return (await documents.find(accountCollection, where, { limit: 1 })).length > 0;
  }

  return {
    /** @throws {StoreUnavailable} */
    async inUse(): Promise<readonly string[]> {
      const found = await documents.get(passwordCostCollection, id);
      return (found?.inUse ?? []).map(({ cost }) => cost);
    },

    /** For before a hash of that cost is kept anywhere. @throws {StoreUnavailable} */
    async announce(cost: string): Promise<void> {
      const now = clock.now();
      const last = announced.get(cost);
      if (last !== undefined && Math.abs(now - last) < renewal) return;
      await noteCost(documents, cost, now);
      announced.set(cost, now);
    },

    /** Forgets the costs that no account has any more. Asks an index for one account of each. @returns how many */
    async sweep(): Promise<number> {
      const now = clock.now();
      if (now < lookAt) return 0;
      lookAt = now + renewal;
      const found = await documents.get(passwordCostCollection, id);
      if (!found) return 0;
      const stays = await Promise.all(found.inUse.map(async ({ cost, at }) => now < at + kept || isHad(cost)));
      const inUse = found.inUse.filter((_, nth) => stays[nth]);
      if (inUse.length === found.inUse.length) return 0;
      const stored = await documents.replace(passwordCostCollection, { ...found, inUse });
      return stored ? found.inUse.length - inUse.length : 0;
    },
  };
}

/** Writes a cost into the record, which is made where there is none. */
async function noteCost(documents: Documents, cost: string, at: Seconds): Promise<void> {
  const noted = await change(documents, passwordCostCollection, id, (current) => ({
    ...current,
    inUse: [...current.inUse.filter((one) => one.cost !== cost), { cost, at }],
  }));
  if (noted) return;
  try {
    await documents.insert(passwordCostCollection, { id, inUse: [{ cost, at }] });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    await noteCost(documents, cost, at);
  }
}

/** Makes the accounts of each cost to be found, and their costs known. It may run again, and twice. */
export async function findPasswordCosts(documents: Documents): Promise<void> {
  const known = new Set<string>();
  for await (const { id, password } of everyDocument(documents, accountCollection)) {
    if (!password) continue;
    const cost = costOf(password);
    // First, as ever: an account is of no cost that the record has not.
    if (!known.has(cost)) await noteCost(documents, cost, systemClock.now());
    known.add(cost);
    await change(documents, accountCollection, id, withFoundCost);
  }
}
