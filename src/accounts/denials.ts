import { timingSafeEqual } from 'node:crypto';
import { change, type Documents } from '../../adapters/store.ts';
import { namedIn, type Audit, type AuditEntry, type Event, type Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { accountCollection, type Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { EmailChanges } from './email-change.ts';
import { signedOut } from './own-changes.ts';

/** How long a link is good, from what it is about: as long as a changed address can be taken back. */
const lifetime: Seconds = 72 * 3600;
/** Denials that an account remembers. Each is of the last three days: nobody is written to about more. */
const mostRemembered = 20;
/** By how much the clocks of two nodes may differ, and how long a change takes from its first look to its event. */
const apart: Seconds = 5;
/** How long a sign-in may set up a factor before it is a session, and so before it is told of as a new device. */
const underWay: Seconds = 600;

/** An event that a link is about. */
export type Denied =
  | { readonly is: 'good'; readonly account: Account; readonly event: AuditEntry }
  /** The letter went to the account's former address: that comes back first, by this token. */
  | { readonly is: 'moved'; readonly undo: string };

export type Denials = ReturnType<typeof createDenials>;

/**
 * "This was not me": the link in each letter that tells an owner what happened to their account.
 *
 * Nothing is stored for it. The link names the event, and has a MAC over that and the address that the letter goes to; what
 * happened is in the audit record. Using it is one compare-and-set of the account, which takes the password away and
 * remembers the event: so it is good once, and there is no moment in which it is used and the password still works. What
 * else ends is owed by that step. It signs nobody in, and what was a second factor before it happened stays one.
 */
export function createDenials(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  /** A link of another epoch is none: a restore brings back what was used since. */
  readonly epoch: number;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: Pick<EmailChanges, 'undoOf'>;
}) {
  const { documents, clock, digest, epoch, audit, accounts, emailChanges } = options;

  const secretOf = (event: string, email: string): string => digest('not-me', `${epoch}\0${event}\0${email}`);

  const isGood = (account: Account, event: AuditEntry, secret: string): boolean =>
    account.disabledAt === undefined &&
    clock.now() < event.at + lifetime &&
    !isUsed(account.denied, event.id) &&
    same(secretOf(event.id, account.email), secret);

  async function find(token: string): Promise<{ account: Account; event: AuditEntry; secret: string } | undefined> {
    const [id = '', secret = '', ...rest] = token.split('.');
    // Well-formed before any look-up.
    if (!/^[\w-]{20,40}$/.test(id) || !/^[\w-]{43}$/.test(secret) || rest.length > 0) return undefined;
    const event = await audit.get(id);
    const account = event?.account === undefined ? undefined : await accounts.get(event.account);
    return event && account ? { account, event, secret } : undefined;
  }

  return {
    /** When a link about something of a time is too old, seconds since the epoch. */
    until: (at: Seconds): Seconds => at + lifetime,

    /** What the link in a letter about an event carries. Computed: a letter that is sent again has the same. */
    tokenOf: (event: string, email: string): string => `${event}.${secretOf(event, email)}`,

    /** What a link is about. Changes nothing: mail scanners follow links too. */
    async look(token: string): Promise<Denied | undefined> {
      const found = await find(token);
      if (!found) return undefined;
      const { account, event, secret } = found;
      if (isGood(account, event, secret)) return { is: 'good', account, event };
      // Whoever changed the address must not be rid of the letters that went to the one before.
      const undo = await emailChanges.undoOf(account.id);
      return undo && isGood({ ...account, email: undo.email }, event, secret)
        ? { is: 'moved', undo: undo.token }
        : undefined;
    },

    /**
     * Takes the owner's word that it was not them: the password is no longer good, and what the event names, and every
     * factor that came with it or since, is ended by the time of the answer.
     * @param everywhere whether everything else is signed out too; so it is where the event names nothing
     * @returns whether the link was good
     */
    async deny(token: string, everywhere: boolean, origin: Origin): Promise<boolean> {
      const found = await find(token);
      if (!found) return false;
      const { event, secret } = found;
      const mine = { done: false };
      const account = await change(documents, accountCollection, found.account.id, (current) => {
        mine.done = isGood(current, event, secret);
        if (!mine.done) return undefined;
        // Whatever was asked for before may have been asked for by whoever it was.
        const { password: _password, passwordCost: _cost, recovery: _link, emailChange: _change, ...rest } = current;
        const out = signedOut(audit, current, { reason: 'not_me', origin });
        const secured = securedBy(audit, event, current, out.signOuts, origin);
        const all = everywhere || namedIn(event) === undefined;
        const next = { ...rest, denied: withUsed(current.denied, event.id), signOuts: out.signOuts };
        return audit.owing({ ...next, changedAt: clock.now() }, all ? [secured, out.event] : [secured]);
      });
      if (!account || !mine.done) return false;
      await audit.deliverWhole(accountCollection, account);
      return true;
    },
  };
}

/** The event that says what must end: all of it follows from this. */
function securedBy(
  audit: Pick<Audit, 'newEvent'>,
  denied: Event,
  { id }: Pick<Account, 'id'>,
  count: number,
  origin: Origin,
): Event {
  const device = denied.detail?.['device'];
  return audit.newEvent({
    kind: 'account.secured',
    outcome: 'done',
    account: id,
    origin,
    ...(denied.session !== undefined && { session: denied.session }),
    ...(denied.family !== undefined && { family: denied.family }),
    detail: {
      event: denied.id,
      what: denied.kind,
      since: suspiciousFrom(denied),
      count,
      ...(typeof device === 'string' && { device }),
    },
  });
}

/**
 * From when on a factor is taken for that of whoever it was. A device is told of when its sign-in has become a session: a
 * factor that this sign-in set up is older than that.
 */
export const suspiciousFrom = ({ kind, at }: Pick<Event, 'kind' | 'at'>): Seconds =>
  at - apart - (kind === 'device.new' ? underWay : 0);

/** Whether an event was denied before. Of a full list, what is older than all in it is taken for used. */
export function isUsed(denied: Account['denied'] = [], event: string): boolean {
  const [oldest = ''] = denied;
  return denied.includes(event) || (denied.length >= mostRemembered && event < oldest);
}

/** With one more, in the order of their time: ids of events are. */
export const withUsed = (denied: Account['denied'] = [], event: string): readonly string[] =>
  [...denied, event].sort().slice(-mostRemembered);

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
