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
  readonly addedAt: Seconds;
  readonly deniedAt?: Seconds;
}

const factorsOf = ({ apps, passkeys = [], phones = [], email }: AccountFactors): Dated[] => [
  ...apps,
  ...passkeys,
  ...phones,
  ...(email ? [email] : []),
];

/**
 * A record in which the factors that came within a time are of no use any more, nor recovery codes that were made then.
 *
 * What was there before stays. Where it was there and is not any more, because somebody replaced it, what came is kept and
 * proves nothing: were it removed, whoever reads the owner's mail could take a second factor away, by one letter from the
 * day of the owner's new phone (CVE-2026-18963). Then only an admin's reset leads in, of which everybody is told.
 * @returns undefined when nothing came; `gone`: the kind of each factor that was removed
 */
export function withoutAddedSince(
  current: AccountFactors,
  { from, to }: Span,
  now: Seconds,
): { readonly record: AccountFactors; readonly gone: readonly FactorKind[] } | undefined {
  const came = ({ addedAt }: { readonly addedAt: Seconds }): boolean => from <= addedAt && addedAt <= to;
  const stays = (factor: Dated): boolean => !came(factor);
  const { passkeys = [], phones = [], email, recovery, ...rest } = current;
  const codes = recovery && !came({ addedAt: recovery.madeAt }) ? recovery : undefined;
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
  if (was && !isEnrolled(older)) {
    const deny = <T extends Dated>(factor: T): T =>
      came(factor) ? { ...factor, deniedAt: factor.deniedAt ?? now } : factor;
    const record = oneMoreChange({
      ...rest,
      apps: current.apps.map(deny),
      ...(passkeys.length > 0 && { passkeys: passkeys.map(deny) }),
      ...(phones.length > 0 && { phones: phones.map(deny) }),
      ...(email && { email: deny(email) }),
    });
    return { record: codes ? { ...record, recovery: codes } : record, gone: [] };
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
