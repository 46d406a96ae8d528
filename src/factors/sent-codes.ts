import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Documents } from '../../adapters/store.ts';
import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import type { Added, Adding, MayStill } from './adding.ts';
import {
  factorCollection,
  isEnrolled,
  isUsable,
  withoutCode,
  withWhatStandsIn,
  type AccountFactors,
  type Phone,
  type SentBy,
  type SentCode,
} from './factor.ts';
import { askedOnceMore, pauseOf } from './pauses.ts';
import type { PhoneNumbers } from './phone-numbers.ts';
import { waitOf } from './tries.ts';

/** Phones of one account. */
const mostPhones = 3;
/** How long a code is good (NIST SP 800-63B-4 §3.1.3.2). */
const lifetime: Seconds = 600;
/** Tries of one code. */
const mostTries = 5;

/** Where a code is to go. */
export type Target =
  | { readonly by: 'sms'; readonly phone: string }
  /** A number that is to be added, E.164. */
  | { readonly by: 'sms'; readonly number: string }
  | { readonly by: 'email'; readonly email: string; readonly adds: boolean };

/** What became of asking for a code. */
export type Asking =
  /** `code` is in no store: whoever asked for it sends it. `until`: seconds since the epoch. */
  | {
      readonly is: 'asked';
      readonly id: string;
      readonly code: string;
      readonly by: SentBy;
      /** The number or the address. */
      readonly to: string;
      readonly until: Seconds;
    }
  /** One was sent just now: `seconds` until the next may be asked for. */
  | { readonly is: 'pause'; readonly seconds: Seconds }
  /** After wrong codes none is looked at for a while, so none is sent. */
  | { readonly is: 'wait'; readonly seconds: Seconds }
  /** The phone is not there any more. */
  | { readonly is: 'gone' };

/** What is typed where a code was asked for. */
export interface TypedCode {
  /** The sign-in, or the session and its page, that asked for it. */
  readonly place: string;
  readonly typed: string;
  /** The account's confirmed address: a code to a former one is none. */
  readonly email: string;
}

/** What became of a code that was typed. `late`: none is good there any more; nothing was compared. */
export type SentProof =
  /** `methods`: RFC 8176. */
  | { readonly is: 'right'; readonly methods: readonly string[] }
  | { readonly is: 'wrong' }
  | { readonly is: 'late' }
  | { readonly is: 'wait'; readonly seconds: Seconds };

/** What became of a factor that a code was to add. `codes`: the recovery codes that come with the first factor. */
export type SentEnrolment =
  | { readonly is: 'enrolled'; readonly codes?: readonly string[]; readonly methods: readonly string[] }
  | { readonly is: 'wrong' }
  | { readonly is: 'late' }
  | { readonly is: 'full' }
  /** Who added it may not any more, and it was taken back: see `MayStill`. */
  | { readonly is: 'ended' };

type Change = (account: string, decide: (current: AccountFactors) => AccountFactors | undefined) => Promise<unknown>;

export type SentCodes = ReturnType<typeof createSentCodes>;

/**
 * Codes by text message and by e-mail. One is good at a time, where it was asked for, for ten minutes and five tries, once.
 * Asking, trying and using it up are each one compare-and-set of the record of the account's factors: of any number of
 * guesses at once each is counted before its outcome is told.
 */
export function createSentCodes(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  /** By what the installation sends codes. */
  readonly sends: Readonly<Record<SentBy, boolean>>;
  readonly phoneNumbers: PhoneNumbers;
  readonly change: Change;
  readonly enrolled: Adding['enrolled'];
  readonly stays: Adding['stays'];
}) {
  const { documents, clock, digest, audit, sends, phoneNumbers, change, enrolled, stays } = options;

  const hashOfPlace = (account: string, place: string): string => digest('sent-code-place', `${account}\0${place}`);

  const hashOf = (account: string, { place, by }: Pick<SentCode, 'place' | 'by'>, to: string, code: string): string =>
    digest('sent-code', [account, place, by, to, code].join('\0'));

  const eventOf = (
    kind: 'factor.code_asked' | 'factor.used' | 'factor.refused' | 'factor.removed',
    account: string,
    origin: Origin,
    detail: { readonly factor: SentBy; readonly tries?: number },
  ): Event =>
    audit.newEvent({ kind, outcome: kind === 'factor.refused' ? 'refused' : 'done', account, origin, detail });

  /** The code that is good in a place now. */
  function codeAt(record: AccountFactors | undefined, place: string, now: Seconds): SentCode | undefined {
    const { id = '', code, codeUntil = 0 } = record ?? {};
    const isGood = code?.place === hashOfPlace(id, place) && now < codeUntil && code.tries < mostTries;
    return isGood ? code : undefined;
  }

  /** Where a code went, as far as that is the account's still. */
  function addressOf(record: AccountFactors, code: SentCode, address: string): string | undefined {
    const { phones = [], email } = record;
    if (code.by === 'email') return code.adds || (email && isUsable(email)) ? address : undefined;
    return code.number ?? phones.filter(isUsable).find(({ id }) => id === code.phone)?.number;
  }

  const isRight = (account: string, code: SentCode, to: string, typed: string): boolean =>
    timingSafeEqual(Buffer.from(code.hash), Buffer.from(hashOf(account, code, to, typed.replace(/[\s-]/g, ''))));

  const triedOnceMore = (record: AccountFactors, code: SentCode): AccountFactors => ({
    ...record,
    code: { ...code, tries: code.tries + 1 },
  });

  /** The record after a right code. Who enters codes need not wait longer each time; but two never follow at once. */
  function entered(record: AccountFactors): AccountFactors {
    const { asked, ...rest } = withoutCode(record);
    return { ...rest, ...(asked && { asked: { ...asked, times: 1 } }) };
  }

  /** The record with a code used up that proved something. */
  function usedUp(record: AccountFactors, { by, phone }: SentCode, now: Seconds): AccountFactors {
    const { wrong: _, phones, email, ...rest } = entered(record);
    const used = (one: Phone): Phone => (one.id === phone ? { ...one, usedAt: now } : one);
    return {
      ...rest,
      ...(phones && { phones: phones.map(used) }),
      ...(email && { email: by === 'email' ? { ...email, usedAt: now } : email }),
    };
  }

  const hasRoom = ({ phones = [], email }: Pick<AccountFactors, 'phones' | 'email'>, by: SentBy): boolean =>
    by === 'sms' ? phones.length < mostPhones : email === undefined;

  return {
    sends,

    /** Reads a number that somebody typed: see `PhoneNumbers`. */
    read: phoneNumbers.read,

    /** Whether one more of these can be added. */
    hasRoom: (record: AccountFactors | undefined, by: SentBy): boolean => sends[by] && hasRoom(record ?? {}, by),

    /**
     * Makes a code; the one of before is void, wherever it was asked for.
     * @param asking.place the sign-in, or the session and its page: it is good there alone
     */
    async ask(
      account: string,
      { place, to }: { readonly place: string; readonly to: Target },
      origin: Origin,
    ): Promise<Asking> {
      const now = clock.now();
      const [id, code, until] = [randomId(), randomInt(0, 100_000_000).toString().padStart(8, '0'), now + lifetime];
      const adds = 'number' in to || (to.by === 'email' && to.adds);
      const mine: { asking: Asking } = { asking: { is: 'gone' } };
      await change(account, (current) => {
        mine.asking = { is: 'gone' };
        const made = {
          ...{ id, by: to.by, place: hashOfPlace(account, place), tries: 0 },
          ...(adds && { adds }),
          ...('phone' in to && { phone: to.phone }),
          ...('number' in to && { number: to.number }),
        };
        const address = addressOf(current, { ...made, hash: '' }, to.by === 'email' ? to.email : '');
        if (!sends[to.by] || address === undefined) return undefined;
        const wait = adds ? 0 : waitOf(current, now);
        const pause = pauseOf(current.asked, now);
        if (wait > 0) mine.asking = { is: 'wait', seconds: wait };
        else if (pause > 0) mine.asking = { is: 'pause', seconds: pause };
        if (wait > 0 || pause > 0) return undefined;
        mine.asking = { is: 'asked', id, code, by: to.by, to: address, until };
        const next: AccountFactors = {
          ...current,
          code: { ...made, hash: hashOf(account, made, address, code) },
          codeUntil: until,
          asked: askedOnceMore(current.asked, now),
        };
        return audit.owing(next, [eventOf('factor.code_asked', account, origin, { factor: to.by })]);
      });
      return mine.asking;
    },

    /** Whether the code of this asking is good still: one that was used or replaced is not sent any more. */
    async isGood(account: string, id: string): Promise<boolean> {
      const record = await documents.get(factorCollection, account);
      return record?.code?.id === id && clock.now() < (record.codeUntil ?? 0);
    },

    /** What waits for its code in a place. */
    waitingAt: (record: AccountFactors | undefined, place: string): SentCode | undefined =>
      codeAt(record, place, clock.now()),

    /** Proves a factor by a code that was sent. Its tries count, and so do those of all codes of the account. */
    async prove(account: string, { place, typed, email }: TypedCode, origin: Origin): Promise<SentProof> {
      const now = clock.now();
      const mine: { proof: SentProof } = { proof: { is: 'late' } };
      await change(account, (current) => {
        mine.proof = { is: 'late' };
        const code = codeAt(current, place, now);
        const to = code && addressOf(current, code, email);
        if (!code || code.adds || to === undefined || !sends[code.by]) return undefined;
        const wait = waitOf(current, now);
        if (wait > 0) {
          mine.proof = { is: 'wait', seconds: wait };
          return undefined;
        }
        const factor = code.by;
        if (!isRight(account, code, to, typed)) {
          mine.proof = { is: 'wrong' };
          const wrong = { tries: (current.wrong?.tries ?? 0) + 1, at: now };
          return audit.owing({ ...triedOnceMore(current, code), wrong }, [
            eventOf('factor.refused', account, origin, { factor, tries: wrong.tries }),
          ]);
        }
        mine.proof = { is: 'right', methods: methodsOf(factor) };
        return audit.owing(usedUp(current, code, now), [eventOf('factor.used', account, origin, { factor })]);
      });
      return mine.proof;
    },

    /**
     * Adds what a code was sent to. Its tries count and no others: there is nothing to find out by it.
     * @param first whether it may only be the first factor: who has proven nothing but a password adds no other
     */
    async add(
      account: string,
      { place, typed, email, first }: TypedCode & { readonly first: boolean },
      origin: Origin,
      mayStill: MayStill,
    ): Promise<SentEnrolment> {
      const now = clock.now();
      const mine: { enrolment: SentEnrolment; added?: Added | undefined } = { enrolment: { is: 'late' } };
      await change(account, (current) => {
        mine.enrolment = { is: 'late' };
        mine.added = undefined;
        const code = codeAt(current, place, now);
        const to = code && addressOf(current, code, email);
        if (!code?.adds || to === undefined || !sends[code.by]) return undefined;
        if (!isRight(account, code, to, typed)) {
          mine.enrolment = { is: 'wrong' };
          return triedOnceMore(current, code);
        }
        const { by } = code;
        const { phones = [] } = current;
        const isThere = by === 'sms' && phones.some(({ number }) => number === to);
        if (isThere || (first ? isEnrolled(current) : !hasRoom(current, by))) {
          mine.enrolment = { is: 'full' };
          return withoutCode(current);
        }
        const factor = by === 'sms' ? randomId() : 'email';
        const more =
          by === 'sms'
            ? { phones: [...phones, { id: factor, number: to, addedAt: now }] }
            : { email: { addedAt: now } };
        const { record, codes } = enrolled({ ...entered(current), ...more }, { factor: by }, origin);
        mine.added = { factor, codes };
        mine.enrolment = { is: 'enrolled', ...(codes && { codes }), methods: methodsOf(by) };
        return record;
      });
      return (await stays(account, mine.added, origin, mayStill)) ? mine.enrolment : { is: 'ended' };
    },

    /** Removes a phone. With the last factor the recovery codes go: they stand in for nothing any more. */
    async removePhone(account: string, id: string, origin: Origin): Promise<void> {
      await change(account, (current) => {
        const { phones = [], recovery, ...rest } = current;
        const left = phones.filter((one) => one.id !== id);
        if (left.length === phones.length) return undefined;
        const next = { ...rest, ...(left.length > 0 && { phones: left }) };
        return audit.owing(withWhatStandsIn(next, recovery), [
          eventOf('factor.removed', account, origin, { factor: 'sms' }),
        ]);
      });
    },

    /** No codes by e-mail any more. */
    async removeEmail(account: string, origin: Origin): Promise<void> {
      await change(account, ({ email, recovery, ...rest }) =>
        email
          ? audit.owing(withWhatStandsIn(rest, recovery), [
              eventOf('factor.removed', account, origin, { factor: 'email' }),
            ])
          : undefined,
      );
    },

    /** Forgets codes that are too old, and the numbers that nobody confirmed by them. @returns how many */
    async sweep(): Promise<number> {
      const now = clock.now();
      const over = await documents.due(factorCollection, 'codeUntil', now, 200);
      await Promise.all(
        over.map(({ id }) =>
          change(id, (current) => ((current.codeUntil ?? Infinity) <= now ? withoutCode(current) : undefined)),
        ),
      );
      return over.length;
    },
  };
}

/** RFC 8176 knows text messages; a code in a letter is some one-time password. */
const methodsOf = (by: SentBy): string[] => [by === 'sms' ? 'sms' : 'otp'];
