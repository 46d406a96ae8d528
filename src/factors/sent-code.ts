import { timingSafeEqual } from 'node:crypto';
import type { Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { isUsable, withoutCode, type AccountFactors, type Phone, type SentBy, type SentCode } from './factor.ts';

/** Tries of one code. */
const mostTries = 5;

/** What is typed where a code was asked for. */
export interface TypedCode {
  /** The sign-in, or the session and its page, that asked for it. */
  readonly place: string;
  readonly typed: string;
  /** The account's confirmed address: a code to a former one is none. */
  readonly email: string;
}

export const hashOfPlace = (digest: Digest, account: string, place: string): string =>
  digest('sent-code-place', `${account}\0${place}`);

/** The keyed hash of a code: of this account, in this place, to this address, and no other. */
export const hashOfSent = (
  digest: Digest,
  account: string,
  { place, by }: Pick<SentCode, 'place' | 'by'>,
  to: string,
  code: string,
): string => digest('sent-code', [account, place, by, to, code].join('\0'));

/** The code that is good in a place now. */
export function codeAt(
  digest: Digest,
  record: AccountFactors | undefined,
  place: string,
  now: Seconds,
): SentCode | undefined {
  const { id = '', code, codeUntil = 0 } = record ?? {};
  const isGood = code?.place === hashOfPlace(digest, id, place) && now < codeUntil && code.tries < mostTries;
  return isGood ? code : undefined;
}

/** Where a code went, as far as that is the account's still. @param address the account's own, for codes by e-mail */
export function addressOf(record: AccountFactors, code: Omit<SentCode, 'hash'>, address: string): string | undefined {
  const { phones = [], email } = record;
  if (code.by === 'email') return code.adds || (email && isUsable(email)) ? address : undefined;
  return code.number ?? phones.filter(isUsable).find(({ id }) => id === code.phone)?.number;
}

/** Whether this was typed, in any spacing. */
export const isRight = (digest: Digest, account: string, code: SentCode, to: string, typed: string): boolean =>
  timingSafeEqual(
    Buffer.from(code.hash),
    Buffer.from(hashOfSent(digest, account, code, to, typed.replace(/[\s-]/g, ''))),
  );

export const triedOnceMore = (record: AccountFactors, code: SentCode): AccountFactors => ({
  ...record,
  code: { ...code, tries: code.tries + 1 },
});

/** The record after a right code. Who enters codes need not wait longer each time; but two never follow at once. */
export function entered(record: AccountFactors): AccountFactors {
  const { asked, ...rest } = withoutCode(record);
  return { ...rest, ...(asked && { asked: { ...asked, times: 1 } }) };
}

/** The record with a code used up that proved something. */
export function usedUp(record: AccountFactors, { by, phone }: SentCode, now: Seconds): AccountFactors {
  const { phones, email, ...rest } = entered(record);
  const used = (one: Phone): Phone => (one.id === phone ? { ...one, usedAt: now } : one);
  return {
    ...rest,
    ...(phones && { phones: phones.map(used) }),
    ...(email && { email: by === 'email' ? { ...email, usedAt: now } : email }),
  };
}

/** RFC 8176 knows text messages; a code in a letter is some one-time password. */
export const methodsOf = (by: SentBy): string[] => [by === 'sms' ? 'sms' : 'otp'];
