import type { Audit, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import type { Added, Adding, MayStill } from './adding.ts';
import { isEnrolled, withoutCode, withWhatStandsIn, type AccountFactors, type SentBy } from './factor.ts';
import type { FactorRecords } from './records.ts';
import { addressOf, codeAt, entered, isRight, methodsOf, triedOnceMore, type TypedCode } from './sent-code.ts';

/** Phones of one account. */
const mostPhones = 3;

/** What became of a factor that a code was to add. `codes`: the recovery codes that come with the first factor. */
export type SentEnrolment =
  | { readonly is: 'enrolled'; readonly codes?: readonly string[]; readonly methods: readonly string[] }
  | { readonly is: 'wrong' }
  | { readonly is: 'late' }
  | { readonly is: 'full' }
  /** Who added it may not any more, and it was taken back: see `MayStill`. */
  | { readonly is: 'ended' };

/** Adds and removes what codes are sent to: phones, and the account's own address. */
export function changeSentFactors(options: {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'owing'>;
  readonly records: FactorRecords;
  /** By what the installation sends codes. */
  readonly sends: Readonly<Record<SentBy, boolean>>;
  readonly adding: Adding;
}) {
  const { clock, digest, audit, records, sends, adding } = options;

  const hasRoom = ({ phones = [], email }: Pick<AccountFactors, 'phones' | 'email'>, by: SentBy): boolean =>
    by === 'sms' ? phones.length < mostPhones : email === undefined;

  return {
    /** Whether one more of these can be added. */
    hasRoom: (record: AccountFactors | undefined, by: SentBy): boolean => sends[by] && hasRoom(record ?? {}, by),

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
      await records.change(account, (current) => {
        mine.enrolment = { is: 'late' };
        mine.added = undefined;
        const code = codeAt(digest, current, place, now);
        const to = code && addressOf(current, code, email);
        if (!code?.adds || to === undefined || !sends[code.by]) return undefined;
        if (!isRight(digest, account, code, to, typed)) {
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
        // The id of its code, so that a form that is sent twice is known by it.
        const factor = by === 'sms' ? code.id : 'email';
        const more =
          by === 'sms'
            ? { phones: [...phones, { id: factor, number: to, addedAt: now }] }
            : { email: { addedAt: now } };
        const { record, codes } = adding.enrolled({ ...entered(current), ...more }, { factor: by }, origin);
        mine.added = { factor, codes };
        mine.enrolment = { is: 'enrolled', ...(codes && { codes }), methods: methodsOf(by) };
        return record;
      });
      return (await adding.stays(account, mine.added, origin, mayStill)) ? mine.enrolment : { is: 'ended' };
    },

    /** Removes a phone. With the last factor the recovery codes go: they stand in for nothing any more. */
    async removePhone(account: string, id: string, origin: Origin): Promise<void> {
      await records.change(account, (current) => {
        const { phones = [], recovery, ...rest } = current;
        const left = phones.filter((one) => one.id !== id);
        if (left.length === phones.length) return undefined;
        const next = { ...rest, ...(left.length > 0 && { phones: left }) };
        return audit.owing(withWhatStandsIn(next, recovery), [
          records.eventOf('factor.removed', account, origin, { factor: 'sms' }),
        ]);
      });
    },

    /** No codes by e-mail any more. */
    async removeEmail(account: string, origin: Origin): Promise<void> {
      await records.change(account, ({ email, recovery, ...rest }) =>
        email
          ? audit.owing(withWhatStandsIn(rest, recovery), [
              records.eventOf('factor.removed', account, origin, { factor: 'email' }),
            ])
          : undefined,
      );
    },
  };
}
