import type { Ephemera } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
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
  /** One password over so many accounts from wherever. Below that it may be one that many people try to have. */
  readonly sprayed: number;
  /**
   * So many accounts from one network, with a password that is sprayed. More than one person mistypes: theirs is one
   * account, with an address or two that they mistyped.
   */
  readonly sprayedFromOne: number;
  /** Within so long. */
  readonly within: Seconds;
  /** For so long the network is banned. */
  readonly banned: Seconds;
}

export const stuffingRules: StuffingRules = {
  accounts: 50,
  samePassword: 10,
  sprayed: 50,
  sprayedFromOne: 5,
  within: 3600,
  banned: 3600,
};

export interface Stuffing {
  /** Notes a wrong try. @param tried the password @throws {StoreUnavailable} */
  note(one: Try, tried?: string): Promise<void>;
}

/**
 * How much is kept of the keyed hash of a tried password: 24 bits. Enough to tell that many accounts were tried with the
 * same one; whoever had the store and the key could not tell which of sixteen million it was.
 */
const kept = 4;

interface Accounts {
  /** How many different accounts were counted. */
  readonly count: number;
  /** Whether this one was counted just now. */
  readonly isNew: boolean;
}

const none: Accounts = { count: 0, isNew: false };

/**
 * Sees one attack in many wrong passwords: tells of a password that is tried everywhere, and bans the networks that an
 * attack comes from. Only an account that is new there brings a ban: those that were counted do not bring back one that was
 * lifted. Tries in browsers that an account has used before do not count: people mistype their passwords at their own
 * computers, a whole office of them does.
 */
export function createStuffing(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  /** Absent where no network is banned by itself. */
  readonly bans: Pick<Bans, 'addByRule'> | undefined;
  readonly rules: StuffingRules;
}): Stuffing {
  const { ephemera, digest, audit, bans, rules } = options;

  /** Counts an account under a value, once. */
  async function accountsUnder(value: string, account: string): Promise<Accounts> {
    const isNew = await ephemera.putIfAbsent('stuffed', digest('stuffed', `${value}\0${account}`), '', rules.within);
    const key = digest('stuffing', value);
    const counted = isNew
      ? await ephemera.increment('stuffing', key, rules.within)
      : await ephemera.count('stuffing', key);
    return { count: counted?.count ?? 0, isNew };
  }

  /** Tells by the try that made it so many: once, for as long as it is counted. */
  async function tellSprayed({ count, isNew }: Accounts): Promise<void> {
    if (!isNew || count !== rules.sprayed) return;
    const detail = { accounts: count, seconds: rules.within };
    await audit.record(audit.newEvent({ kind: 'protection.sprayed', outcome: 'refused', detail }));
  }

  function ruleBrokenBy(all: Accounts, same: Accounts, everywhere: Accounts): string | undefined {
    if (all.isNew && all.count >= rules.accounts) return 'many_accounts';
    if (!same.isNew) return undefined;
    if (same.count >= rules.samePassword) return 'same_password';
    return everywhere.count >= rules.sprayed && same.count >= rules.sprayedFromOne ? 'sprayed_password' : undefined;
  }

  return {
    async note({ kind, account, device, origin: { address = '' } }, tried) {
      const network = networkOf(address);
      if (kind !== 'password' || account === undefined || device !== undefined || network === undefined) return;
      const password = tried === undefined ? undefined : digest('tried password', tried).slice(0, kept);
      const [all, same, everywhere] = await Promise.all([
        accountsUnder(network, account),
        password === undefined ? none : accountsUnder(`${network}\0${password}`, account),
        password === undefined ? none : accountsUnder(`everywhere\0${password}`, account),
      ]);
      await tellSprayed(everywhere);
      const rule = ruleBrokenBy(all, same, everywhere);
      if (rule !== undefined) await bans?.addByRule(network, rule, rules.banned);
    },
  };
}
