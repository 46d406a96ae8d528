import { change, Duplicate, type Documents, type Ephemera } from '../../adapters/store.ts';
import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Digest } from '../keys/index.ts';
import { withoutAddedSince, type Span } from './added-since.ts';
import { createAdding, type Added, type MayStill } from './adding.ts';
import { openAuthenticatorCodes, type AuthenticatorCodes } from './authenticator-app.ts';
import { createChallenges } from './challenges.ts';
import {
  factorCollection,
  hasPasskey,
  isEnrolled,
  oneMoreChange,
  withWhatStandsIn,
  type AccountFactors,
  type FactorKind,
  type SentBy,
} from './factor.ts';
import { createPasskeys } from './passkeys.ts';
import { createPhoneNumbers } from './phone-numbers.ts';
import { decideNext, stricterRule, type AuthenticationLevel, type FactorRule, type NextStep } from './policy.ts';
import { hashOfCode, newCodes } from './recovery-codes.ts';
import { createSentCodes } from './sent-codes.ts';
import { waitOf } from './tries.ts';
import { createWebAuthn, type PasskeyRule } from './webauthn.ts';

/** Apps of one account: more than anybody has phones. */
const mostApps = 5;

/** What is proven by typing a code that its owner has. */
export type CodeKind = Exclude<FactorKind, 'passkey' | SentBy>;

/** What became of a code. `wait`: nobody may try before so many seconds have passed; the code was not looked at. */
export type Proof =
  | { readonly is: 'right'; readonly left?: number }
  | { readonly is: 'wrong' }
  | { readonly is: 'wait'; readonly seconds: Seconds };

/** An app that was set up. `codes` are shown once: with the first factor they come by themselves. */
export type Enrolment =
  | { readonly is: 'enrolled'; readonly codes?: readonly string[] }
  | { readonly is: 'wrong' }
  /** No more can be added: there are many, or one came first where only a first one may be added. */
  | { readonly is: 'full' }
  /** Who added it may not any more, and it was taken back: see `MayStill`. */
  | { readonly is: 'ended' };

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
  const { documents, clock, digest, audit, rule: ownRule, grace, brand } = options;
  audit.register(factorCollection);

  const get = (account: string): Promise<AccountFactors | undefined> => documents.get(factorCollection, account);

  /** The account's record, made when it has none. */
  async function open(account: string): Promise<AccountFactors> {
    const found = await get(account);
    if (found) return found;
    try {
      return await documents.insert(factorCollection, { id: account, apps: [] });
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      return open(account);
    }
  }

  /** Changes the account's record, and delivers what the change owes. @returns what is stored */
  async function changeRecord(
    account: string,
    decide: (current: AccountFactors) => AccountFactors | undefined,
  ): Promise<AccountFactors> {
    await open(account);
    const changed = await change(documents, factorCollection, account, decide);
    if (!changed) throw new Refused('conflict', 'this account has just been removed');
    if (changed.owed?.length) audit.deliverSoon(factorCollection, changed);
    return changed;
  }

  const eventOf = (
    kind: 'factor.added' | 'factor.removed' | 'factor.used' | 'factor.refused' | 'recovery_codes.made',
    account: string,
    origin: Origin,
    detail: {
      readonly factor?: FactorKind;
      readonly left?: number;
      readonly tries?: number;
      readonly first?: boolean;
      readonly [of: string]: string | number | boolean | undefined;
    },
  ): Event =>
    audit.newEvent({ kind, outcome: kind === 'factor.refused' ? 'refused' : 'done', account, origin, detail });

  const { enrolled, kept, stays } = createAdding({ clock, digest, audit, change: changeRecord });

  /** The record with this code used up, or undefined where the code is not right. */
  function taken(
    current: AccountFactors,
    kind: CodeKind,
    typed: string,
    now: Seconds,
    { seedOf, stepOf }: AuthenticatorCodes,
  ): AccountFactors | undefined {
    if (kind === 'recovery-code') {
      const hash = hashOfCode(digest, current.id, typed);
      const { recovery } = current;
      if (!recovery?.left.includes(hash)) return undefined;
      return { ...current, recovery: { ...recovery, left: recovery.left.filter((one) => one !== hash) } };
    }
    for (const app of current.apps.filter(({ deniedAt }) => deniedAt === undefined)) {
      const step = stepOf(seedOf(digest, current.id, app.id), typed, now, app.step);
      if (step === undefined) continue;
      const used = { ...app, step, usedAt: now };
      return { ...current, apps: current.apps.map((one) => (one.id === app.id ? used : one)) };
    }
    return undefined;
  }

  /**
   * Proves a second factor. One compare-and-set both for a right and for a wrong code: of any number of tries at once
   * each is counted before the next one is looked at, and a code is good once.
   */
  async function prove(account: string, kind: CodeKind, typed: string, origin: Origin): Promise<Proof> {
    const codes = await openAuthenticatorCodes();
    const now = clock.now();
    const mine: { proof: Proof } = { proof: { is: 'wrong' } };
    await changeRecord(account, (current) => {
      const wait = waitOf(current, now);
      if (wait > 0) {
        mine.proof = { is: 'wait', seconds: wait };
        return undefined;
      }
      const used = taken(current, kind, typed, now, codes);
      if (!used) {
        mine.proof = { is: 'wrong' };
        const wrong = { tries: (current.wrong?.tries ?? 0) + 1, at: now };
        const detail = { factor: kind, tries: wrong.tries };
        return audit.owing({ ...current, wrong }, [eventOf('factor.refused', account, origin, detail)]);
      }
      const { wrong: _, ...right } = used;
      const left = right.recovery?.left.length ?? 0;
      mine.proof = { is: 'right', ...(kind === 'recovery-code' && { left }) };
      const detail = { factor: kind, ...(kind === 'recovery-code' && { left }) };
      return audit.owing(right, [eventOf('factor.used', account, origin, detail)]);
    });
    return mine.proof;
  }

  /** What somebody who sets up an app puts into it. */
  async function setupOf(account: string, id: string, email: string): Promise<{ seed: string; uri: string }> {
    const { seedOf, uriOf } = await openAuthenticatorCodes();
    const seed = seedOf(digest, account, id);
    return { seed, uri: uriOf(seed, brand, email) };
  }

  /**
   * Enrols an app whose code shows that it has the seed. With the first one come recovery codes.
   * @param id    an unused one, of a set-up that this account began
   * @param first whether it may only be the first factor: who has proven nothing but a password adds no other
   */
  async function addApp(
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
    await changeRecord(account, (current) => {
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
      const { record, codes } = enrolled({ ...current, apps }, { factor: 'app' }, origin);
      mine.added = { factor: id, codes };
      mine.enrolment = { is: 'enrolled', ...(codes && { codes }) };
      return record;
    });
    return (await stays(account, mine.added, origin, mayStill)) ? mine.enrolment : { is: 'ended' };
  }

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
    prove,
    setupOf,
    addApp,
    passkeys: createPasskeys({ ...options, challenges, webauthn, change: changeRecord, enrolled, stays }),
    codes: createSentCodes({
      ...options,
      phoneNumbers: createPhoneNumbers(options.countries),
      change: changeRecord,
      enrolled,
      stays,
    }),

    /** Whether one more app can be added. */
    hasRoom: (record: AccountFactors | undefined): boolean => (record?.apps.length ?? 0) < mostApps,

    /** Removes an app. With the last factor the recovery codes go: they stand in for nothing any more. */
    async removeApp(account: string, id: string, origin: Origin): Promise<void> {
      await changeRecord(account, (current) => {
        const app = current.apps.find((one) => one.id === id);
        if (!app) return undefined;
        const apps = current.apps.filter((one) => one !== app);
        const { recovery, ...rest } = current;
        const next = { ...rest, apps };
        return audit.owing(withWhatStandsIn(next, recovery), [
          eventOf('factor.removed', account, origin, { factor: 'app' }),
        ]);
      });
    },

    /**
     * Takes every factor out of use that came within a time, because the owner says that it was not them. It can be
     * repeated. Recovery codes that were made then are void.
     */
    async removeAddedSince(account: string, span: Span, origin: Origin): Promise<void> {
      if (!(await get(account))) return;
      await changeRecord(account, (current) => {
        const left = withoutAddedSince(current, span, clock.now());
        const because = 'not_me';
        return (
          left &&
          audit.owing(
            left.record,
            left.gone.map((factor) => eventOf('factor.removed', account, origin, { factor, because })),
          )
        );
      });
    },

    /**
     * Makes new recovery codes; the former ones are void with the same step.
     * @returns them, to be shown once; undefined when who made them may not any more: then there are none
     */
    async remakeCodes(account: string, origin: Origin, mayStill: MayStill): Promise<readonly string[] | undefined> {
      const codes = newCodes();
      await changeRecord(account, (current) => {
        if (!isEnrolled(current)) throw new Refused('conflict', 'there is no factor that codes would stand in for');
        const recovery = kept(account, codes, clock.now());
        return audit.owing({ ...oneMoreChange(current), recovery }, [
          eventOf('recovery_codes.made', account, origin, { left: codes.length }),
        ]);
      });
      return (await stays(account, { codes }, origin, mayStill)) ? codes : undefined;
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
        readonly insists?: boolean | undefined;
        readonly doubtful?: boolean | undefined;
        readonly spared?: boolean | undefined;
      },
    ): Promise<NextStep> {
      const rule = ruleFor(sign);
      const current = await get(sign.account);
      const facts = { ...sign, rule, enrolled: isEnrolled(current), passkey: hasPasskey(current), now: clock.now() };
      const step = decideNext({ ...facts, enrolBy: current?.enrolBy });
      // From the first time that somebody is asked.
      if (step.is !== 'enrol' || facts.enrolled || rule !== 'required' || grace === 0 || current?.enrolBy !== undefined)
        return step;
      const { enrolBy } = await changeRecord(sign.account, (record) =>
        record.enrolBy === undefined ? { ...record, enrolBy: facts.now + grace } : undefined,
      );
      return decideNext({ ...facts, enrolBy });
    },
  };
}
