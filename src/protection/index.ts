/** Guessing and abuse: how often anything secret may be tried, and from where nothing at all is answered, or nothing guessed. */
import type { Documents, Ephemera } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import type { Report } from '../report.ts';
import { createAttempts } from './attempts.ts';
import { createBans } from './bans/index.ts';
import { budgets, limited, widened, type MessageLimits, type Widening } from './budgets.ts';
import { createClientSecrets } from './client-secrets.ts';
import { countersOf } from './counters.ts';
import { keepFirst, keepSome } from './kept.ts';
import { createPasses } from './passes/index.ts';
import { createStuffing, stuffingRules } from './stuffing.ts';
import { unlessBanned } from './unless-banned.ts';

export { tooMany, type Allowed, type Attempt, type RefusedTry } from './attempts.ts';
export { banCollection, type Ban, type Bans } from './bans/index.ts';
export type { ClientSecrets } from './client-secrets.ts';
export type { Offer } from './passes/index.ts';

export type Protection = ReturnType<typeof createProtection>;

export function createProtection<S>(options: {
  readonly documents: Documents;
  readonly ephemera: Ephemera;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly report: Report;
  /** Whether a secret is one of a client's. */
  readonly isSecretOf: (client: { readonly id: string; readonly secrets: S }, given: string) => boolean;
  /** The same, sooner for a right one that is asked again. */
  readonly isSecretStill: (client: { readonly id: string; readonly secrets: S }, given: string) => boolean;
  /** Whether a text can only be right for who was told it: random, and long. */
  readonly isUnguessable: (given: string) => boolean;
  readonly widening: Widening;
  readonly messages: MessageLimits;
  /** Whether a network is banned for a while when one attack is seen in what comes from it. */
  readonly banAutomatically: boolean;
  /** How many keys a browser has to try at first to pass a full budget; undefined where there is no proof of work. */
  readonly workKeys: number | undefined;
}) {
  const { ephemera, clock, digest, audit, widening, isSecretOf, isSecretStill, isUnguessable } = options;
  const bans = createBans(options);
  const rules = {
    ...stuffingRules,
    accounts: stuffingRules.accounts * widening.network,
    samePassword: stuffingRules.samePassword * widening.network,
    sprayedFromOne: stuffingRules.sprayedFromOne * widening.network,
    sprayed: stuffingRules.sprayed * widening.everybody,
  };
  const stuffing = createStuffing({
    ephemera,
    digest,
    audit,
    bans: options.banAutomatically ? bans : undefined,
    rules,
  });
  const passes = createPasses({ ephemera, clock, digest, keys: options.workKeys });
  const counters = countersOf({ ephemera, digest, budgets: limited(widened(budgets, widening), options.messages) });
  // Each address has a limit of its own for each client, and each would be a line when it is used up.
  const record: Audit['record'] = (event) =>
    event.kind === 'protection.used_up' && event.client !== undefined ? recordUsedUp(event) : audit.record(event);
  const attempts = createAttempts({ counters, stuffing, passes, audit: { newEvent: audit.newEvent, record } });
  const recordUsedUp = keepSome(attempts, audit, 'client-used-up');
  return {
    attempt: unlessBanned({ bans, audit, clock }, attempts.attempt),
    forget: attempts.forget,
    recordSome: keepSome(attempts, audit, 'unproven-client'),
    recordFirst: keepFirst(attempts, audit),
    drawTicket: passes.drawTicket,
    clientSecrets: createClientSecrets({
      ...{ attempts, digest, isUnguessable },
      ...{ isRight: isSecretOf, isStillRight: isSecretStill },
    }),
    bans,
    sweep: bans.sweep,
  };
}
