import type { Ephemera } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { networkOf } from '../whereabouts/index.ts';
import type { Bans } from './bans/index.ts';
import type { Try } from './counters.ts';

/** When many wrong passwords are one attack. */
export interface StuffingRules {
  /** So many accounts from one network: passwords that were stolen elsewhere are tried one by one (credential stuffing). */
  readonly accounts: number;
  /** One password over so many accounts from one network (password spraying). */
  readonly samePassword: number;
  /** Within so long. */
  readonly within: Seconds;
  /** For so long the network is banned. */
  readonly banned: Seconds;
}

export const stuffingRules: StuffingRules = { accounts: 50, samePassword: 10, within: 3600, banned: 3600 };

export interface Stuffing {
  /** Notes a wrong try. @param tried the password @throws {StoreUnavailable} */
  note(one: Try, tried?: string): Promise<void>;
}

/**
 * How much is kept of the keyed hash of a tried password: 24 bits. Enough to tell that many accounts were tried with the
 * same one; whoever had the store and the key could not tell which of sixteen million it was.
 */
const kept = 4;

/**
 * Sees one attack in many wrong passwords, and bans the network it comes from. Tries in browsers that an account has
 * used before do not count: people mistype their passwords at their own computers, a whole office of them does.
 */
export function createStuffing(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly bans: Pick<Bans, 'addByRule'>;
  readonly rules: StuffingRules;
}): Stuffing {
  const { ephemera, digest, bans, rules } = options;

  /** @returns how many different accounts were counted under a value, or 0 where this one was already */
  async function accountsUnder(value: string, account: string): Promise<number> {
    const isNew = await ephemera.putIfAbsent('stuffed', digest('stuffed', `${value}\0${account}`), '', rules.within);
    if (!isNew) return 0;
    return (await ephemera.increment('stuffing', digest('stuffing', value), rules.within)).count;
  }

  return {
    async note({ kind, account, device, origin: { address = '' } }, tried) {
      const network = networkOf(address);
      if (kind !== 'password' || account === undefined || device !== undefined || network === undefined) return;
      const password = tried === undefined ? undefined : digest('tried password', tried).slice(0, kept);
      const [all, same] = await Promise.all([
        accountsUnder(network, account),
        password === undefined ? 0 : accountsUnder(`${network}\0${password}`, account),
      ]);
      if (all >= rules.accounts) await bans.addByRule(network, 'many_accounts', rules.banned);
      else if (same >= rules.samePassword) await bans.addByRule(network, 'same_password', rules.banned);
    },
  };
}
