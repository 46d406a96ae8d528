import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import type { Added, Adding, MayStill } from './adding.ts';
import { openAuthenticatorCodes, type AuthenticatorCodes } from './authenticator-app.ts';
import { isEnrolled, withWhatStandsIn, type AccountFactors } from './factor.ts';
import type { FactorRecords } from './records.ts';

/** Apps of one account: more than anybody has phones. */
const mostApps = 5;

/** An app that was set up. `codes` are shown once: with the first factor they come by themselves. */
export type Enrolment =
  | { readonly is: 'enrolled'; readonly codes?: readonly string[] }
  | { readonly is: 'wrong' }
  /** No more can be added: there are many, or one came first where only a first one may be added. */
  | { readonly is: 'full' }
  /** Who added it may not any more, and it was taken back: see `MayStill`. */
  | { readonly is: 'ended' };

/** Authenticator apps of an account. */
export function createApps(options: {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'owing'>;
  readonly records: FactorRecords;
  readonly adding: Adding;
  /** What an app calls the installation. */
  readonly brand: string;
}) {
  const { clock, digest, audit, records, adding, brand } = options;

  return {
    /** Whether one more app can be added. */
    hasRoom: (record: AccountFactors | undefined): boolean => (record?.apps.length ?? 0) < mostApps,

    /** What somebody who sets up an app puts into it. */
    async setupOf(account: string, id: string, email: string): Promise<{ seed: string; uri: string }> {
      const { seedOf, uriOf } = await openAuthenticatorCodes();
      const seed = seedOf(digest, account, id);
      return { seed, uri: uriOf(seed, brand, email) };
    },

    /**
     * Enrols an app whose code shows that it has the seed. With the first one come recovery codes.
     * @param id    an unused one, of a set-up that this account began
     * @param first whether it may only be the first factor: who has proven nothing but a password adds no other
     */
    async add(
      account: string,
      { id, code, first }: { readonly id: string; readonly code: string; readonly first: boolean },
      origin: Origin,
      mayStill: MayStill,
    ): Promise<Enrolment> {
      const { seedOf, stepOf } = await openAuthenticatorCodes();
      const now = clock.now();
      const step = stepOf(seedOf(digest, account, id), code, now, 0);
      if (step === undefined) return { is: 'wrong' };
      const mine: { enrolment: Enrolment; added?: Added | undefined } = { enrolment: { is: 'full' } };
      await records.change(account, (current) => {
        mine.added = undefined;
        // Sent twice: it is there.
        if (current.apps.some((app) => app.id === id)) {
          mine.enrolment = { is: 'enrolled' };
          return undefined;
        }
        if (first ? isEnrolled(current) : current.apps.length >= mostApps) {
          mine.enrolment = { is: 'full' };
          return undefined;
        }
        const apps = [...current.apps, { id, addedAt: now, step }];
        const { record, codes } = adding.enrolled({ ...current, apps }, { factor: 'app' }, origin);
        mine.added = { factor: id, codes };
        mine.enrolment = { is: 'enrolled', ...(codes && { codes }) };
        return record;
      });
      return (await adding.stays(account, mine.added, origin, mayStill)) ? mine.enrolment : { is: 'ended' };
    },

    /** Removes an app. With the last factor the recovery codes go: they stand in for nothing any more. */
    async remove(account: string, id: string, origin: Origin): Promise<void> {
      await records.change(account, (current) => {
        const app = current.apps.find((one) => one.id === id);
        if (!app) return undefined;
        const apps = current.apps.filter((one) => one !== app);
        const { recovery, ...rest } = current;
        return audit.owing(withWhatStandsIn({ ...rest, apps }, recovery), [
          records.eventOf('factor.removed', account, origin, { factor: 'app' }),
        ]);
      });
    },
  };
}

/** The record with the code of an app used up, or undefined where no app of the account shows it. */
export function appCodeTaken(
  current: AccountFactors,
  typed: string,
  now: Seconds,
  digest: Digest,
  { seedOf, stepOf }: AuthenticatorCodes,
): AccountFactors | undefined {
  for (const app of current.apps.filter(({ deniedAt }) => deniedAt === undefined)) {
    const step = stepOf(seedOf(digest, current.id, app.id), typed, now, app.step);
    if (step === undefined) continue;
    const used = { ...app, step, usedAt: now };
    return { ...current, apps: current.apps.map((one) => (one.id === app.id ? used : one)) };
  }
  return undefined;
}
