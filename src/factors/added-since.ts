import type { Seconds } from '../clock.ts';
import { isEnrolled, oneMoreChange, withWhatStandsIn, type AccountFactors, type FactorKind } from './factor.ts';

/** A stretch of time, both ends included. */
export interface Span {
  readonly from: Seconds;
  readonly to: Seconds;
}

/** Since when there has always been a factor. Of a record from before this was noted: since the oldest that it has. */
export function enrolledSince(record: AccountFactors): Seconds | undefined {
  if (record.enrolledAt !== undefined) return record.enrolledAt;
  const all = factorsOf(record).map(({ addedAt }) => addedAt);
  return all.length > 0 ? Math.min(...all) : undefined;
}

interface Dated {
  readonly id?: string;
  readonly addedAt: Seconds;
  readonly deniedAt?: Seconds;
  readonly keptAt?: Seconds;
}

const factorsOf = ({ apps, passkeys = [], phones = [], email }: AccountFactors): Dated[] => [
  ...apps,
  ...passkeys,
  ...phones,
  ...(email ? [email] : []),
];

/** Whether a factor was kept for good after something: nothing that is said of that denies it. */
const isKeptSince = ({ keptAt = -Infinity }: Dated, happened: Seconds): boolean => keptAt > happened;

/** Whether any of an account's was. */
export const hasKeptSince = (record: AccountFactors | undefined, happened: Seconds): boolean =>
  record !== undefined && factorsOf(record).some((factor) => isKeptSince(factor, happened));

/** The record, and the kind of each factor that was removed. */
interface Without {
  readonly record: AccountFactors;
  readonly gone: readonly FactorKind[];
  /** What is left was denied, and is the first that the account had. */
  readonly isFirst?: true;
}

/**
 * A record in which the factors that came within a time are of no use any more, nor recovery codes that were made then.
 *
 * What was there before stays. Where nothing else is left, what came is kept and proves nothing: were it removed, whoever
 * reads the owner's mail could take a second factor away, by one letter from the day on which the owner set up the first
 * one, or has a new phone (CVE-2026-18963). What follows depends on what was there before (`isFirst`): nothing, then
 * it goes after a time in which it can be kept; something that was replaced, then only an admin's reset leads in.
 * @param happened when it was what the owner denies
 * @returns undefined when nothing came
 */
export function withoutAddedSince(
  current: AccountFactors,
  { from, to }: Span,
  now: Seconds,
  happened: Seconds = Infinity,
): Without | undefined {
  const isWithin = (at: Seconds): boolean => from <= at && at <= to;
  const { recovery } = current;
  const codes = recovery !== undefined && isWithin(recovery.madeAt);
  const came = (factor: Dated): boolean => isWithin(factor.addedAt) && !isKeptSince(factor, happened);
  return without(current, { came, codes, from, first: 'denied' }, now);
}

/**
 * A record in which what was just added is of no use any more: as if it had come within a time, and all else before. A first
 * factor is removed: who asked for it had no answer yet, and it has kept nobody out.
 * @param added.factor its id, or `email`
 * @param added.made   keyed hashes of recovery codes
 */
export function withoutAdded(
  current: AccountFactors,
  { factor, made }: { readonly factor?: string | undefined; readonly made: ReadonlySet<string> },
  now: Seconds,
): Without | undefined {
  const isIt = (one: Dated): boolean => (factor === 'email' ? one === current.email : one.id === factor);
  const added = factor === undefined ? undefined : factorsOf(current).find(isIt);
  const codes = current.recovery?.left.some((hash) => made.has(hash)) === true;
  return without(current, { came: (one) => one === added, codes, from: added?.addedAt ?? now, first: 'removed' }, now);
}

/** What came, whether it voids the recovery codes, and what becomes of it where it is all that the account ever had. */
interface Came {
  readonly came: (factor: Dated) => boolean;
  readonly codes: boolean;
  readonly from: Seconds;
  readonly first: 'denied' | 'removed';
}

function without(
  current: AccountFactors,
  { came, codes: areVoid, from, first }: Came,
  now: Seconds,
): Without | undefined {
  const stays = (factor: Dated): boolean => !came(factor);
  const { passkeys = [], phones = [], email, recovery, ...rest } = current;
  const codes = areVoid ? undefined : recovery;
  const isNews = ({ deniedAt }: Dated): boolean => deniedAt === undefined;
  const news = factorsOf(current).filter((factor) => came(factor) && isNews(factor));
  if (news.length === 0 && codes === recovery) return undefined;

  const [olderKeys, olderPhones] = [passkeys.filter(stays), phones.filter(stays)];
  const older = {
    apps: current.apps.filter(stays),
    ...(olderKeys.length > 0 && { passkeys: olderKeys }),
    ...(olderPhones.length > 0 && { phones: olderPhones }),
    ...(email && stays(email) && { email }),
  };
  const was = (enrolledSince(current) ?? Infinity) < from;
  if ((was || first === 'denied') && !isEnrolled(older) && isEnrolled(current)) {
    const deny = <T extends Dated>(factor: T): T =>
      came(factor) ? { ...factor, deniedAt: factor.deniedAt ?? now } : factor;
    const record = oneMoreChange({
      ...rest,
      apps: current.apps.map(deny),
      ...(passkeys.length > 0 && { passkeys: passkeys.map(deny) }),
      ...(phones.length > 0 && { phones: phones.map(deny) }),
      ...(email && { email: deny(email) }),
    });
    return { record: codes ? { ...record, recovery: codes } : record, gone: [], ...(!was && { isFirst: true }) };
  }
  const { handle, ...others } = rest;
  const next = { ...others, ...older, ...(olderKeys.length > 0 && handle !== undefined && { handle }) };
  const gone = [
    ...current.apps.filter(came).map(() => 'app' as const),
    ...passkeys.filter(came).map(() => 'passkey' as const),
    ...phones.filter(came).map(() => 'sms' as const),
    ...(email && came(email) ? (['email'] as const) : []),
  ];
  return { record: withWhatStandsIn(next, codes), gone };
}
