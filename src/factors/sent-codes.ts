import { randomInt } from 'node:crypto';
import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import type { Adding } from './adding.ts';
import { factorCollection, withoutCode, type AccountFactors, type SentBy, type SentCode } from './factor.ts';
import { askedOnceMore, pauseOf } from './pauses.ts';
import type { PhoneNumbers } from './phone-numbers.ts';
import type { FactorRecords } from './records.ts';
import { addressOf, codeAt, hashOfPlace, hashOfSent } from './sent-code.ts';
import { changeSentFactors } from './sent-factors.ts';
import { proveSentCodes } from './sent-proofs.ts';
import { waitOf } from './tries.ts';

/** How long a code is good (NIST SP 800-63B-4 §3.1.3.2). */
const lifetime: Seconds = 600;

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
  readonly audit: Pick<Audit, 'owing'>;
  readonly records: FactorRecords;
  /** By what the installation sends codes. */
  readonly sends: Readonly<Record<SentBy, boolean>>;
  readonly adding: Adding;
  readonly phoneNumbers: PhoneNumbers;
}) {
  const { documents, clock, digest, audit, records, sends, phoneNumbers } = options;

  return {
    sends,

    /** Reads a number that somebody typed: see `PhoneNumbers`. */
    read: phoneNumbers.read,

    /** Which numbers are taken. */
    numbersTaken: phoneNumbers.taken,

    prove: proveSentCodes(options),
    ...changeSentFactors(options),

    /**
     * Makes a code; the one of before is void, wherever it was asked for.
     * @param asking.place the sign-in, or the session and its page: it is good there alone
     * @param asking.browser the device, where the account has proven a second factor in it before
     */
    async ask(
      account: string,
      { place, to, browser }: { readonly place: string; readonly to: Target; readonly browser?: string | undefined },
      origin: Origin,
    ): Promise<Asking> {
      const now = clock.now();
      const [id, code, until] = [randomId(), randomInt(0, 100_000_000).toString().padStart(8, '0'), now + lifetime];
      const adds = 'number' in to || (to.by === 'email' && to.adds);
      const mine: { asking: Asking } = { asking: { is: 'gone' } };
      await records.change(account, (current) => {
        mine.asking = { is: 'gone' };
        const made = {
          ...{ id, by: to.by, place: hashOfPlace(digest, account, place), tries: 0 },
          ...(adds && { adds }),
          ...('phone' in to && { phone: to.phone }),
          ...('number' in to && { number: to.number }),
        };
        const address = addressOf(current, made, to.by === 'email' ? to.email : '');
        if (!sends[to.by] || address === undefined) return undefined;
        const wait = adds ? 0 : waitOf(current, browser, now);
        const pause = pauseOf(current.asked, now);
        if (wait > 0) mine.asking = { is: 'wait', seconds: wait };
        else if (pause > 0) mine.asking = { is: 'pause', seconds: pause };
        if (wait > 0 || pause > 0) return undefined;
        mine.asking = { is: 'asked', id, code, by: to.by, to: address, until };
        const next: AccountFactors = {
          ...current,
          code: { ...made, hash: hashOfSent(digest, account, made, address, code) },
          codeUntil: until,
          asked: askedOnceMore(current.asked, now),
        };
        return audit.owing(next, [records.eventOf('factor.code_asked', account, origin, { factor: to.by })]);
      });
      return mine.asking;
    },

    /** Whether the code of this asking is good still: one that was used or replaced is not sent any more. */
    async isGood(account: string, id: string): Promise<boolean> {
      const record = await documents.get(factorCollection, account);
      return record?.code?.id === id && clock.now() < (record.codeUntil ?? 0);
    },

    /** Notes that the message with the code of this asking was given up: nobody is told to wait for it any more. */
    async giveUp(account: string, id: string): Promise<void> {
      await change(documents, factorCollection, account, (current) =>
        current.code?.id === id ? { ...current, code: { ...current.code, undelivered: true } } : undefined,
      );
    },

    /** What waits for its code in a place. */
    waitingAt: (record: AccountFactors | undefined, place: string): SentCode | undefined =>
      codeAt(digest, record, place, clock.now()),

    /** Forgets codes that are too old, and the numbers that nobody confirmed by them. @returns how many */
    async sweep(): Promise<number> {
      const now = clock.now();
      const over = await documents.due(factorCollection, 'codeUntil', now, 200);
      await Promise.all(
        over.map(({ id }) =>
          records.change(id, (current) => ((current.codeUntil ?? Infinity) <= now ? withoutCode(current) : undefined)),
        ),
      );
      return over.length;
    },
  };
}
