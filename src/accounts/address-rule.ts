import { domainToASCII } from 'node:url';

/** Why an address may not be an account's: what is said about its domain, and nothing about an account. */
export type AddressProblem = 'refused' | 'not-allowed' | 'disposable';

export type AddressRule = ReturnType<typeof createAddressRule>;

/**
 * Whose addresses people can have an account with: asked where somebody signs up or wants another address. A domain on a
 * list stands for all below it too. An admin who invites somebody, or adds them, has decided by that.
 */
export function createAddressRule(options: {
  /** Domains that nobody has an account with. */
  readonly refused: readonly string[];
  /** Where there are any, nobody has an account with another domain. */
  readonly allowed: readonly string[];
  /** Whether addresses that anybody gets for a few minutes are refused, where `allowed` does not name them. */
  readonly refuseDisposable: boolean;
}) {
  const [refused, allowed] = [setOf(options.refused), setOf(options.allowed)];
  // 9,000 names: loaded where they are wanted, when somebody first asks.
  let disposable: Promise<ReadonlySet<string>> | undefined;
  const loaded = (): Promise<ReadonlySet<string>> =>
    (disposable ??= import('disposable-email-domains-js').then((list) => list.disposableEmailBlocklistSet()));

  return {
    /** @param email normalised */
    async judge(email: string): Promise<AddressProblem | undefined> {
      if (refused.size + allowed.size === 0 && !options.refuseDisposable) return undefined;
      const names = namesAbove(email.slice(email.lastIndexOf('@') + 1));
      const isOn = (list: ReadonlySet<string>): boolean => names.some((name) => list.has(name));
      // What cannot be compared with a list is not let past it.
      if (names.length === 0 || isOn(refused)) return 'refused';
      if (isOn(allowed)) return undefined;
      if (allowed.size > 0) return 'not-allowed';
      return options.refuseDisposable && isOn(await loaded()) ? 'disposable' : undefined;
    },
  };
}

/** As mail servers see it: letters of all scripts, and dots that only look like one, have one form (UTS #46); none at the end. */
const plain = (domain: string): string => domainToASCII(domain).replace(/\.+$/, '');

const setOf = (domains: readonly string[]): ReadonlySet<string> => new Set(domains.map(plain));

/** A domain, and each that it is below: `a.b.example` → `a.b.example`, `b.example`, `example`. */
function namesAbove(domain: string): string[] {
  const labels = plain(domain).split('.');
  return labels[0] === '' ? [] : labels.map((_label, at) => labels.slice(at).join('.'));
}
