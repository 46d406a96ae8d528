import type { Ephemera } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Digest } from '../keys/index.ts';
import { networkOf, subscriberOf } from '../whereabouts/index.ts';
import {
  limitsOf,
  ofOwners,
  ofStrangers,
  type Budgets,
  type Kind,
  type Limit,
  type Scope,
  type Step,
} from './budgets.ts';
import { EphemeraLimiter } from './limiter.ts';

/** Something that is tried, and what is known of who tries it. */
export interface Try {
  readonly kind: Kind;
  /** The address or name of an account, normalised; one that no account has is counted like any other. */
  readonly account?: string;
  /** Id of the account, where there is one: for the record of what happened, and for nothing that is counted. */
  readonly subject?: string;
  /** Id of a client. */
  readonly client?: string;
  /** Where a text message is to go: a number (E.164), and what it begins with. */
  readonly number?: string;
  readonly prefix?: string;
  /** Whether the account has proven that number. */
  readonly proven?: boolean;
  /** Id of the device that the account is in this browser: only where that is its own, see `ownDevice`. */
  readonly device?: string;
  /**
   * With it, where its browsers together begin anew: how often the account has been signed out everywhere. Else whoever was
   * put out would leave the owner what they have used up.
   */
  readonly signOuts?: number;
  readonly origin: Pick<Origin, 'address'>;
  /** What came with it to pass a budget that others have used up. */
  readonly pass?: string;
}

/** One counter that a try is counted in. */
export interface Counter {
  readonly scope: Scope;
  readonly step: Limit;
  readonly limiter: EphemeraLimiter;
  /** A keyed hash, and how long the step is: neither an address nor an account can be read off the store. */
  readonly key: string;
}

/** What a try is counted under in a browser in which the account has signed in before. */
const ofOwnBrowsers: ReadonlySet<Scope> = new Set(['device', 'devices']);

/**
 * Tells which counters a try is counted in.
 *
 * In a browser in which the account has signed in before only its own counters are, so that nobody elsewhere can use up
 * what the owner has; and whoever has that browser has no more than those.
 */
export function countersOf(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly budgets: Budgets;
}): (one: Try) => readonly Counter[] {
  const { ephemera, digest, budgets } = options;
  const table = (Object.entries(budgets) as [Kind, Budgets[Kind]][]).map(([kind, scopes]) => {
    const entries = (Object.entries(scopes) as [Scope, readonly Step[]][]).flatMap(([scope, steps]) =>
      limitsOf(kind, scope, steps).map((step) => ({ scope, step, limiter: new EphemeraLimiter(ephemera, step) })),
    );
    return [kind, entries] as const;
  });
  const limits = new Map(table);

  return (one) => {
    const values = valuesOf(one);
    const all = limits.get(one.kind) ?? [];
    const ownOnly = one.device !== undefined && all.some(({ scope }) => scope === 'device');
    const digests = new Map<Scope, string>();
    const digestOf = (scope: Scope): string => {
      const known = digests.get(scope) ?? digest('tries', [one.kind, scope, values[scope]].join('\0'));
      digests.set(scope, known);
      return known;
    };
    return all
      .filter(({ scope }) => ofOwnBrowsers.has(scope) === ownOnly)
      .filter(({ scope }) => !(one.proven ? ofStrangers : ofOwners).has(scope))
      .map((limit) => ({ ...limit, key: `${digestOf(limit.scope)}:${limit.step.within}` }));
  };
}

function valuesOf(one: Try): Record<Scope, string> {
  const { account = '', client = '', device = '', signOuts, number = '', prefix = '', origin } = one;
  const { address = '' } = origin;
  // Who comes from nowhere shares one counter.
  const place = subscriberOf(address) ?? '';
  const network = networkOf(address) ?? '';
  const pair = [account, client, place].join('\0');
  const devices = signOuts === undefined ? account : `${account}\0${signOuts}`;
  return {
    ...{ account, device, devices, pair, address: place, network },
    ...{ number, proven: number, prefix, 'prefix-unproven': prefix },
    ...{ everybody: '', unproven: '' },
  };
}
