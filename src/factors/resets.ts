import type { Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { createResets, withoutReset } from '../resets/index.ts';
import { enrolledSince, hasKeptSince } from './added-since.ts';
import { createFactorDenials } from './denials.ts';
import { factorCollection, isEnrolled, oneMoreChange, withoutCode, type AccountFactors } from './factor.ts';
import { firstDeniedOf, withKeptFactors } from './first-denied.ts';

export type FactorResets = ReturnType<typeof createFactorResets>;

/** For who has lost every second factor, and for who never had the one that there is: see `createResets`. */
export function createFactorResets(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly epoch: number;
  /** How long a first factor waits that was denied, in seconds. */
  readonly wait: Seconds;
}) {
  const { audit, clock, wait: ownWait } = options;
  const { change, begun, get, ...resets } = createResets<AccountFactors>({
    ...options,
    collection: factorCollection,
    purpose: 'factor-reset',
    without: (record, by) => withKeptFactors(record, by === 'other' ? clock.now() : undefined),
    broughtBack,
    stopped: 'factors.reset_stopped',
    aboutStop,
    happens: ({ id }) =>
      Promise.resolve((current) => {
        const because = firstDeniedOf(current) && { detail: { because: 'not_me' } };
        return audit.owing(withoutFactors(current), [
          audit.newEvent({ kind: 'factors.reset', outcome: 'done', account: id, ...because }),
        ]);
      }),
  });

  const { startedBy, ...denials } = createFactorDenials({
    ...{ ...options, get, change, withoutFactors },
    begun: (record) => begun(record, ownWait),
  });

  /** A denied factor is not taken away by what a restore brought back, nor kept by it: it waits anew, and all are told. */
  function broughtBack(record: AccountFactors): AccountFactors {
    if (record.firstDenied === undefined) return withoutReset(record);
    const next = begun(record, ownWait);
    return audit.owing(next, [startedBy(record.id, next.resetAt ?? 0, { requestId: 'restore' })]);
  }

  return {
    ...resets,
    ...denials,

    /** Whether the reset that a link would stop waits because of a denial, and by no admin. */
    async isByDenial(token: string): Promise<boolean> {
      const [account = ''] = token.split('.');
      return firstDeniedOf(await get(account)) !== undefined;
    },

    /** Whether a denied factor of an account was kept for good since something: no letter about that reaches it. */
    wasKeptSince: async (account: string, happened: Seconds): Promise<boolean> =>
      hasKeptSince(await get(account), happened),

    /**
     * Starts a reset. One that is under way goes on as it is: nobody makes it come sooner.
     * @param wait seconds
     * @returns when it happens; undefined where there is nothing to reset
     */
    async start(account: string, wait: Seconds, origin: Origin): Promise<Seconds | undefined> {
      const changed = await change(account, (current) => {
        if (!isEnrolled(current) || current.resetAt !== undefined) return undefined;
        const next = begun(current, wait);
        const about = { outcome: 'done', account, origin, detail: { at: next.resetAt ?? 0 } } as const;
        return audit.owing(next, [audit.newEvent({ kind: 'factors.reset_started', ...about })]);
      });
      return changed?.resetAt;
    },
  };
}

/**
 * What the owner is told where a denied factor counts again. One that a letter's link has kept may be that of somebody who
 * reads the mail too: it says since when there was one, so that a link about this reaches it. Whoever else keeps one has shown
 * more than the mailbox, and no letter undoes that: who reads the mail would else have the owner keep it again for ever.
 */
function aboutStop(record: AccountFactors, by: 'link' | 'other') {
  if (firstDeniedOf(record) === undefined) return undefined;
  const since = by === 'link' ? enrolledSince(record) : undefined;
  return { because: 'kept', ...(since !== undefined && { since }) };
}

/** Nothing is left of what could be proven, nor of what was tried. */
const withoutFactors = ({
  passkeys: _passkeys,
  handle: _handle,
  recovery: _codes,
  enrolledAt: _since,
  ownFrom: _from,
  firstDenied: _denied,
  wrong: _wrong,
  wrongIn: _wrongIn,
  guesses: _guesses,
  givenBackAt: _givenBack,
  phones: _phones,
  email: _email,
  ...record
}: AccountFactors): AccountFactors => ({
  ...oneMoreChange(withoutReset(withoutCode(record))),
  apps: [],
});
