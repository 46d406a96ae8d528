import { change, Duplicate, eachDue, type Documents } from '../../adapters/store.ts';
import type { Clock } from '../clock.ts';
import { sightingOf } from '../tokens/index.ts';
import type { Places } from '../whereabouts/index.ts';
import type { BadNetworks } from './bad-networks.ts';
import { habitsAfter, habitsCollection, markOf, telling, type Habits } from './habits.ts';
import { actionFor, rulesWherePutOut, type RiskRules, type SignalAction } from './policy.ts';
import { signalsIn, type Signal, type SignInSeen } from './signals.ts';

/** Where a sign-in comes from and what sends it. */
export interface SignInOrigin {
  readonly address?: string;
  readonly userAgent?: string;
}

/** What is unlike before about a sign-in, and what the installation does about it. */
export interface Verdict {
  readonly signals: readonly Signal[];
  readonly action: SignalAction;
}

export type Risk = ReturnType<typeof createRisk>;

/** What sign-ins of an account are like, and what is unlike before. One look-up by the account's id, and no more. */
export function createRisk(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly places: Places;
  readonly badNetworks: BadNetworks;
  readonly rules: RiskRules;
}) {
  const { documents, clock, places, badNetworks, rules } = options;

  const seenFrom = ({ address, userAgent }: SignInOrigin) => {
    const request = { ...(address !== undefined && { address }), ...(userAgent !== undefined && { userAgent }) };
    return sightingOf(request, places, clock.now());
  };

  return {
    rules,

    /**
     * Looks at a sign-in whose first factor was proven. Changes nothing.
     * @throws {StoreUnavailable} nobody comes in unlooked at
     */
    async look(account: string, device: SignInSeen['device'], origin: SignInOrigin): Promise<Verdict> {
      const habits = await documents.get(habitsCollection, account);
      const { name, system, ...where } = seenFrom(origin);
      const agent = { ...(name !== undefined && { name }), ...(system !== undefined && { system }) };
      const badNetwork = await badNetworks.find(origin.address);
      const signals = signalsIn(habits, { ...where, device, agent, ...(badNetwork !== undefined && { badNetwork }) });
      return {
        signals,
        action: actionFor(
          signals.map(({ kind }) => kind),
          device === 'put-out' ? rulesWherePutOut(rules) : rules,
        ),
      };
    },

    /** Remembers what a sign-in was like that proved all that was asked for: the next one is compared with it too. */
    async note(account: string, origin: SignInOrigin): Promise<void> {
      const seen = seenFrom(origin);
      const noted = await change(documents, habitsCollection, account, (habits: Habits) => ({
        ...habitsAfter(habits, seen),
        id: habits.id,
        revision: habits.revision,
      }));
      if (noted) return;
      try {
        await documents.insert(habitsCollection, { id: account, ...habitsAfter(undefined, seen) });
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error;
        await this.note(account, origin);
      }
    },

    /** Whether the owner was told of all of this before, at sign-ins that proved too little to become habits. */
    async wasTold(account: string, signals: readonly Signal[]): Promise<boolean> {
      const told = (await documents.get(habitsCollection, account))?.told ?? [];
      return signals.every((signal) => told.includes(markOf(signal)));
    },

    /** Remembers that the owner was told of this. */
    async noteTold(account: string, signals: readonly Signal[]): Promise<void> {
      await change(documents, habitsCollection, account, (habits) => telling(habits, signals.map(markOf)));
    },

    /** Forgets what accounts were like that nobody used for long. @returns how many records went */
    sweep: (): Promise<number> =>
      eachDue(documents, habitsCollection, 'removeAt', clock.now(), (habits) =>
        documents.remove(habitsCollection, habits),
      ),
  };
}
