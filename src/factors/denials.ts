import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { withoutReset } from '../resets/index.ts';
import { withoutAddedSince, type Span } from './added-since.ts';
import { isEnrolled, oneMoreChange, type AccountFactors } from './factor.ts';
import { firstDeniedOf, type FirstDenied } from './first-denied.ts';

/**
 * What an owner's "this was not me" does to second factors. Each is one compare-and-set of their record: there is no moment
 * in which a first factor is denied and the time after which it goes has not begun.
 */
export function createFactorDenials(options: {
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'newEvent' | 'owing'>;
  readonly get: (account: string) => Promise<AccountFactors | undefined>;
  readonly change: (
    account: string,
    decide: (current: AccountFactors) => AccountFactors | undefined,
  ) => Promise<AccountFactors | undefined>;
  /** The record with a reset that has just begun. */
  readonly begun: (record: AccountFactors) => AccountFactors;
  /** The record of which nothing is left that could be proven. */
  readonly withoutFactors: (record: AccountFactors) => AccountFactors;
}) {
  const { clock, audit, get, change, begun, withoutFactors } = options;

  /** What is owed by a reset that begins because of a denial. */
  const startedBy = (account: string, at: Seconds, origin: Origin) =>
    audit.newEvent({
      kind: 'factors.reset_started',
      outcome: 'done',
      account,
      origin,
      detail: { at, because: 'not_me' },
    });

  return {
    startedBy,

    /** A first factor that was denied and is still there. */
    deniedOf: async (account: string): Promise<FirstDenied | undefined> => firstDeniedOf(await get(account)),

    /**
     * Notes how often an account had been signed out everywhere when a factor came, of which the first counts, or when its
     * owner put others out. What a letter's link does is not told here, nor counted when it was shortly before the factor: who
     * reads the mail would make strangers of the owner's browsers by it, and then add a factor, or deny the owner's. Told
     * twice, or late, it puts out no fewer browsers.
     */
    async noteSignOuts(account: string, count: number, by: 'factor-added' | 'owner'): Promise<void> {
      const isNews = ({ ownFrom }: AccountFactors): boolean =>
        ownFrom === undefined || (by === 'owner' && ownFrom < count);
      if (!(await get(account))) return;
      await change(account, (current) =>
        isEnrolled(current) && isNews(current) ? { ...current, ownFrom: count } : undefined,
      );
    },

    /**
     * Takes every factor out of use that came within a time, because the owner says that it was not them, and recovery codes
     * that were made then. Whatever reset is under way is stopped: it may have been asked for by whoever it was. It can be
     * repeated: what waits because of a denial goes on as it is.
     * @param denial.by        id of the event that says so
     * @param denial.happened  when it was what is denied: a factor that was kept for good since is not touched
     * @param denial.elsewhere whether the account's address changed by the same step: the links that went to the other one,
     *   and keep the factors, are void by another time
     */
    async deny(
      account: string,
      span: Span,
      {
        by,
        happened,
        elsewhere,
        origin,
      }: {
        readonly by: string;
        readonly happened: Seconds;
        readonly elsewhere: boolean;
        readonly origin: Origin;
      },
    ): Promise<void> {
      await change(account, (current) => {
        const about = { outcome: 'done', account, origin } as const;
        const isAsked = current.resetAt !== undefined && current.firstDenied === undefined;
        const before: AccountFactors = isAsked ? withoutReset(current) : current;
        const left = withoutAddedSince(before, span, clock.now(), happened);
        // Told twice, the event begins one wait.
        const begins = left?.isFirst ?? (elsewhere && ![undefined, by].includes(before.firstDenied));
        if (!left && !isAsked && !begins) return undefined;
        const next = left?.record ?? before;
        const owed = [
          // Whoever waits for it is told, but where the letter about the wait that begins instead says more.
          ...(isAsked
            ? [
                audit.newEvent({
                  kind: 'factors.reset_stopped',
                  ...about,
                  ...(begins && { detail: { because: 'not_me' } }),
                }),
              ]
            : []),
          ...(left?.gone ?? []).map((factor) =>
            audit.newEvent({ kind: 'factor.removed', ...about, detail: { factor, because: 'not_me' } }),
          ),
        ];
        if (!begins) return audit.owing(next, owed);
        const waits = begun({ ...next, firstDenied: by });
        const resetAt = Math.max(waits.resetAt ?? 0, (before.resetAt ?? 0) + 1);
        return audit.owing({ ...waits, resetAt }, [...owed, startedBy(account, resetAt, origin)]);
      });
    },

    /**
     * Voids the recovery codes that there were at a time, because somebody else has used one: they have all of the sheet. Later
     * ones stay, when this is told once more.
     */
    async voidCodes(account: string, at: Seconds): Promise<void> {
      if (!(await get(account))?.recovery) return;
      await change(account, ({ recovery, ...current }) =>
        recovery && recovery.madeAt <= at ? oneMoreChange(current) : undefined,
      );
    },

    /** Takes a first factor that was denied away before its time: for who shows more than that they read the mail. */
    async takeAway(account: string, origin: Origin): Promise<void> {
      await change(account, (current) =>
        firstDeniedOf(current)
          ? audit.owing(withoutFactors(current), [
              audit.newEvent({
                kind: 'factors.reset',
                outcome: 'done',
                account,
                origin,
                detail: { because: 'taken_away' },
              }),
            ])
          : undefined,
      );
    },
  };
}
