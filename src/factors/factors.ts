import type { Documents, Ephemera } from '../../adapters/store.ts';
import type { Audit, Listener, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Digest } from '../keys/index.ts';
import { createAdding, type MayStill } from './adding.ts';
import { createApps } from './apps.ts';
import { createChallenges } from './challenges.ts';
import { hasPasskey, isEnrolled, oneMoreChange, type SentBy } from './factor.ts';
import { createPasskeys } from './passkeys.ts';
import { createPhoneNumbers } from './phone-numbers.ts';
import { decideNext, stricterRule, type AuthenticationLevel, type FactorRule, type NextStep } from './policy.ts';
import { createFactorRecords } from './records.ts';
import { newCodes } from './recovery-codes.ts';
import { createSentCodes } from './sent-codes.ts';
import { afterNewPassword } from './tries.ts';
import { proveTypedCodes } from './typed-codes.ts';
import { createWebAuthn, type PasskeyRule } from './webauthn.ts';

/** An app's own rule, which can only be stricter than the installation's, unless it says that one factor is enough. */
export interface AppRule {
  readonly rule?: FactorRule | undefined;
  readonly oneFactorIsEnough?: boolean | undefined;
}

export type Factors = ReturnType<typeof createFactors>;

/** Second factors: setting them up, proving them, and what a sign-in still needs. */
export function createFactors(options: {
  readonly documents: Documents;
  readonly ephemera: Ephemera;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  /** The installation's rule. */
  readonly rule: FactorRule;
  /** How long somebody who must have a factor may still come in without one, in seconds. */
  readonly grace: Seconds;
  /** What an app calls the installation. */
  readonly brand: string;
  /** What passkeys are bound to. */
  readonly issuer: string;
  readonly passkeys: PasskeyRule;
  /** By what codes are sent, and to numbers of which countries (ISO 3166-1 alpha-2). */
  readonly sends: Readonly<Record<SentBy, boolean>>;
  readonly countries: readonly string[];
}) {
  const { clock, digest, audit, rule: ownRule, grace, brand } = options;
  const records = createFactorRecords(options);
  const { get, eventOf } = records;
  const adding = createAdding({ clock, digest, audit, change: records.change });

  const ruleFor = ({ rule = 'off', oneFactorIsEnough }: AppRule): FactorRule =>
    oneFactorIsEnough ? 'off' : stricterRule(ownRule, rule);

  const challenges = createChallenges(options);
  const webauthn = createWebAuthn({ issuer: options.issuer, brand, rule: options.passkeys });

  return {
    get,
    /** The rule that holds for an app. */
    ruleFor,
    /** How often the factors of an account were changed: what was remembered before is void. */
    changesOf: async (account: string): Promise<number> => (await get(account))?.changes ?? 0,
    prove: proveTypedCodes({ clock, digest, audit, records }),
    apps: createApps({ clock, digest, audit, records, adding, brand }),
    passkeys: createPasskeys({ ...options, records, adding, challenges, webauthn }),
    codes: createSentCodes({ ...options, records, adding, phoneNumbers: createPhoneNumbers(options.countries) }),

    /** Hears of a new password: see `afterNewPassword`. Told once more it changes nothing more. */
    noteNewPassword: (async ({ kind, account, at }) => {
      if (account === undefined || (kind !== 'password.changed' && kind !== 'password.reset')) return;
      if (!(await get(account))) return;
      const by = kind === 'password.changed' ? 'owner' : 'letter';
      await records.change(account, (current) => afterNewPassword(current, by, at));
    }) satisfies Listener,

    /**
     * Makes new recovery codes; the former ones are void with the same step.
     * @returns them, to be shown once; undefined when who made them may not any more: then there are none
     */
    async remakeCodes(account: string, origin: Origin, mayStill: MayStill): Promise<readonly string[] | undefined> {
      const codes = newCodes();
      await records.change(account, (current) => {
        if (!isEnrolled(current)) throw new Refused('conflict', 'there is no factor that codes would stand in for');
        const recovery = adding.kept(account, codes, clock.now());
        return audit.owing({ ...oneMoreChange(current), recovery }, [
          eventOf('recovery_codes.made', account, origin, { left: codes.length }),
        ]);
      });
      return (await adding.stays(account, { codes }, origin, mayStill)) ? codes : undefined;
    },

    /**
     * What a sign-in still needs.
     * @param sign see `decideNext`
     */
    async next(
      sign: AppRule & {
        readonly account: string;
        readonly level: AuthenticationLevel;
        readonly wanted?: AuthenticationLevel | undefined;
        readonly insists?: AuthenticationLevel | undefined;
        readonly doubtful?: boolean | undefined;
        readonly spared?: boolean | undefined;
      },
    ): Promise<NextStep> {
      const rule = ruleFor(sign);
      const current = await get(sign.account);
      const facts = { ...sign, rule, enrolled: isEnrolled(current), passkey: hasPasskey(current), now: clock.now() };
      const step = decideNext({ ...facts, enrolBy: current?.enrolBy });
      // From the first time that somebody is asked, and never anew.
      if (step.is !== 'enrol' || facts.enrolled || rule !== 'required' || grace === 0 || current?.enrolBy !== undefined)
        return step;
      const { enrolBy } = await records.change(sign.account, (record) =>
        record.enrolBy === undefined ? { ...record, enrolBy: facts.now + grace } : undefined,
      );
      return decideNext({ ...facts, enrolBy });
    },
  };
}
