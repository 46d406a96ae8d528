import { timingSafeEqual } from 'node:crypto';
import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import {
  factorCollection,
  isEnrolled,
  oneMoreChange,
  withoutCode,
  withoutReset,
  type AccountFactors,
} from './factor.ts';

export type FactorResets = ReturnType<typeof createResets>;

/**
 * For who has lost every second factor: an admin starts a reset, and it happens after a time in which every address and
 * every device of the account is told and any of them can stop it. So nobody loses their factors to who talked an admin
 * into it, unless they look at neither for days.
 */
export function createResets(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  /** A reset of another epoch was brought back by a restore: whatever stopped it is not known any more. */
  readonly epoch: number;
}) {
  const { documents, clock, digest, audit, epoch } = options;

  /** Computed and in no store. Of one reset: the next one has another. */
  const secretOf = (account: string, at: Seconds): string => digest('factor-reset', `${account}\0${at}`);

  async function changeRecord(
    account: string,
    decide: (current: AccountFactors) => AccountFactors | undefined,
  ): Promise<AccountFactors | undefined> {
    const changed = await change(documents, factorCollection, account, decide);
    if (changed?.owed?.length) audit.deliverSoon(factorCollection, changed);
    return changed;
  }

  async function stop(account: string, origin: Origin, isThis: (at: Seconds) => boolean): Promise<boolean> {
    const mine = { stopped: false };
    await changeRecord(account, (current) => {
      const { resetAt } = current;
      mine.stopped = resetAt !== undefined && isThis(resetAt);
      if (!mine.stopped) return undefined;
      return audit.owing(withoutReset(current), [
        audit.newEvent({ kind: 'factors.reset_stopped', outcome: 'done', account, origin }),
      ]);
    });
    return mine.stopped;
  }

  return {
    /**
     * Starts a reset. One that is under way goes on as it is: nobody makes it come sooner.
     * @param wait seconds
     * @returns when it happens; undefined where there is nothing to reset
     */
    async start(account: string, wait: Seconds): Promise<Seconds | undefined> {
      const resetAt = clock.now() + wait;
      const changed = await changeRecord(account, (current) => {
        if (!isEnrolled(current) || current.resetAt !== undefined) return undefined;
        const detail = { at: resetAt };
        return audit.owing({ ...current, resetAt, resetEpoch: epoch }, [
          audit.newEvent({ kind: 'factors.reset_started', outcome: 'done', account, detail }),
        ]);
      });
      return changed?.resetAt;
    },

    /** When the factors of an account go, where a reset is under way. */
    pendingOf: async (account: string): Promise<Seconds | undefined> =>
      (await documents.get(factorCollection, account))?.resetAt,

    /** What the link in a letter carries. @returns undefined when there is nothing to stop any more */
    async tokenOf(account: string): Promise<{ readonly token: string; readonly at: Seconds } | undefined> {
      const at = (await documents.get(factorCollection, account))?.resetAt;
      return at === undefined ? undefined : { token: `${account}.${secretOf(account, at)}`, at };
    },

    /** When the reset that a link would stop is to happen. Changes nothing: mail scanners follow links too. */
    async look(token: string): Promise<Seconds | undefined> {
      const [account = '', secret = ''] = token.split('.');
      const at = (await documents.get(factorCollection, account))?.resetAt;
      return at !== undefined && same(secretOf(account, at), secret) ? at : undefined;
    },

    /** Stops the reset that a link is about. @returns whether it did */
    async stopBy(token: string, origin: Origin): Promise<boolean> {
      const [account = '', secret = ''] = token.split('.');
      return stop(account, origin, (at) => same(secretOf(account, at), secret));
    },

    /** Stops whatever reset of an account is under way: by who is signed in to it. */
    stop: (account: string, origin: Origin): Promise<boolean> => stop(account, origin, () => true),

    /** Does the resets whose time has come. @returns how many */
    async sweep(): Promise<number> {
      const now = clock.now();
      const due = await documents.due(factorCollection, 'resetAt', now, 200);
      await Promise.all(
        due.map(({ id }) =>
          changeRecord(id, (current) => {
            // Stopped in the last moment.
            if (current.resetAt === undefined || current.resetAt > now) return undefined;
            if (current.resetEpoch !== epoch) return withoutReset(current);
            return audit.owing(withoutFactors(current), [
              audit.newEvent({ kind: 'factors.reset', outcome: 'done', account: id }),
            ]);
          }),
        ),
      );
      return due.length;
    },
  };
}

/** Nothing is left of what could be proven, nor of what was tried. */
const withoutFactors = ({
  passkeys: _passkeys,
  handle: _handle,
  recovery: _codes,
  enrolledAt: _since,
  wrong: _wrong,
  phones: _phones,
  email: _email,
  ...record
}: AccountFactors): AccountFactors => ({
  ...oneMoreChange(withoutReset(withoutCode(record))),
  apps: [],
});

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
