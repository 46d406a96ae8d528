import { timingSafeEqual } from 'node:crypto';
import { change, Duplicate, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Audit, Event, Origin, Owing } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';

/** What a reset is about: all second factors of an account, or its e-mail address. */
export type ResetOf = 'factors' | 'email';

/** What a record carries while a reset of it waits. */
export interface Resettable extends Document, Owing {
  /** When it happens, unless somebody stops it. */
  readonly resetAt?: Seconds;
  readonly resetEpoch?: number;
}

/** The record without the reset that is under way. */
export function withoutReset<T extends Resettable>(record: T): Omit<T, 'resetAt' | 'resetEpoch'> {
  const { resetAt: _at, resetEpoch: _epoch, ...rest } = record;
  return rest;
}

/**
 * For who has lost something that they sign in with: an admin starts a reset, and it happens after a time in which every
 * address and every device of the account is told and any of them can stop it. So nobody loses an account to who talked an
 * admin into it, unless they look at nothing of theirs for days.
 *
 * Starting, stopping and happening are each one compare-and-set of the record that it is about, whose id is the account's:
 * it happens once, whatever is pressed at the same time and however many nodes look for what is due.
 */
export function createResets<T extends Resettable>(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  /** A reset of another epoch was brought back by a restore: whatever stopped it is not known any more. */
  readonly epoch: number;
  readonly collection: Collection<T>;
  /** Of the links: one for a reset of something else stops nothing here. */
  readonly purpose: string;
  /** The record without it. @param by what stopped it; left out where nobody did */
  readonly without: (record: T, by?: 'link' | 'other') => T;
  /** What becomes of one that a restore brought back, when its time comes. Default: `without`. */
  readonly broughtBack?: (record: T) => T;
  readonly stopped: 'factors.reset_stopped' | 'email.reset_stopped';
  /** What the event of a stop says of it, by a letter's link or by somebody who shows more. Default: nothing. */
  readonly aboutStop?: (record: T, by: 'link' | 'other') => Event['detail'];
  /** Looks at what is due. @returns what becomes of the record, with what it owes, if nobody stopped it meanwhile */
  readonly happens: (due: T, now: Seconds) => Promise<(current: T) => T>;
}) {
  const { documents, clock, digest, audit, epoch, collection, purpose, without, stopped, happens } = options;
  const { broughtBack = (record) => without(record), aboutStop = () => undefined } = options;

  /** Computed and in no store. Of one reset: the next one has another. */
  const secretOf = (account: string, at: Seconds): string => digest(purpose, `${account}\0${at}`);

  const get = (account: string): Promise<T | undefined> => documents.get(collection, account);

  async function changeRecord(account: string, decide: (current: T) => T | undefined): Promise<T | undefined> {
    const changed = await change(documents, collection, account, decide);
    if (changed?.owed?.length) audit.deliverSoon(collection, changed);
    return changed;
  }

  async function stop(
    account: string,
    origin: Origin,
    by: 'link' | 'other',
    isThis: (at: Seconds) => boolean,
  ): Promise<boolean> {
    const mine = { stopped: false };
    await changeRecord(account, (current) => {
      const { resetAt } = current;
      mine.stopped = resetAt !== undefined && isThis(resetAt);
      if (!mine.stopped) return undefined;
      const detail = aboutStop(current, by);
      return audit.owing(without(current, by), [
        audit.newEvent({ kind: stopped, outcome: 'done', account, origin, ...(detail && { detail }) }),
      ]);
    });
    return mine.stopped;
  }

  /** Does it, or forgets it. */
  async function finish(record: T, now: Seconds): Promise<void> {
    const next = await happens(record, now);
    await changeRecord(record.id, (current) => {
      // Stopped in the last moment.
      if (current.resetAt === undefined || current.resetAt > now) return undefined;
      return current.resetEpoch === epoch ? next(current) : broughtBack(current);
    });
  }

  return {
    get,
    change: changeRecord,

    /** A record to which a reset is to happen after so many seconds. */
    begun: (record: T, wait: Seconds): T => ({ ...record, resetAt: clock.now() + wait, resetEpoch: epoch }),

    /** When it happens to an account, where one is under way. */
    pendingOf: async (account: string): Promise<Seconds | undefined> => (await get(account))?.resetAt,

    /** What the link in a letter carries. @returns undefined when there is nothing to stop any more */
    async tokenOf(account: string): Promise<{ readonly token: string; readonly at: Seconds } | undefined> {
      const at = (await get(account))?.resetAt;
      return at === undefined ? undefined : { token: `${account}.${secretOf(account, at)}`, at };
    },

    /** When the reset that a link would stop is to happen. Changes nothing: mail scanners follow links too. */
    async look(token: string): Promise<Seconds | undefined> {
      const [account = '', secret = ''] = token.split('.');
      const at = (await get(account))?.resetAt;
      return at !== undefined && same(secretOf(account, at), secret) ? at : undefined;
    },

    /** Stops the reset that a link is about. @returns whether it did */
    async stopBy(token: string, origin: Origin): Promise<boolean> {
      const [account = '', secret = ''] = token.split('.');
      return stop(account, origin, 'link', (at) => same(secretOf(account, at), secret));
    },

    /**
     * Stops whatever reset of an account is under way: by who is signed in to it, or an admin.
     * @param by `link` where they have shown no more than who has a letter's link
     */
    stop: (account: string, origin: Origin, by: 'link' | 'other' = 'other'): Promise<boolean> =>
      stop(account, origin, by, () => true),

    /** Does the resets whose time has come. @returns how many */
    async sweep(): Promise<number> {
      const now = clock.now();
      const due = await documents.due(collection, 'resetAt', now, 200);
      await Promise.all(
        due.map((record) =>
          finish(record, now).catch((error: unknown) => {
            // What it needs was taken in the last moment: the next sweep sees that.
            if (!(error instanceof Duplicate)) throw error;
          }),
        ),
      );
      return due.length;
    },
  };
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
