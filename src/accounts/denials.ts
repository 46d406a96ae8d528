import { timingSafeEqual } from 'node:crypto';
import { change, Duplicate, type Documents } from '../../adapters/store.ts';
import { namedIn, type Audit, type AuditEntry, type Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { accountCollection, type Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { EmailChanges } from './email-change.ts';
import { securedBy, suspiciousFrom } from './denied-events.ts';
import { withLetterSignOut } from './letter-sign-outs.ts';
import { signedOut } from './own-changes.ts';
import { resetOvertaken, withResetStopped } from './stopped-reset.ts';
import { openSince } from './suspensions.ts';
import { undoLeft, undoLifetime, withoutUndo } from './undo.ts';

/** How long a link is good, from what it is about: as long as a changed address can be taken back. */
const lifetime = undoLifetime;
/** Denials that an account remembers, the last ones. A link pressed once more after so many does what theirs did, and no more. */
const mostRemembered = 20;

/** What a link is about. */
export interface Denied {
  readonly account: Account;
  readonly event: AuditEntry;
  /** The address that the letter went to, where that is not the account's any more: it is again with the same step. */
  readonly restores?: string;
  /** Whether it does nothing until the account, which is suspended, is opened again. */
  readonly waits?: true;
  /** Whether it was pressed before. */
  readonly done?: true;
}

/** The same, and what proves that it is about that. */
interface Found {
  readonly account: Account;
  readonly event: AuditEntry;
  readonly secret: string;
}

/**
 * What became of an account. `address-gone`: secured, and the former address is another account's by now. `done`: it was
 * before, by this link. `void`: the link was not good.
 */
type Outcome = 'secured' | 'restored' | 'address-gone' | 'done' | 'void';

/**
 * `signOuts`: how often the account was signed out everywhere with this time; 0 where nothing was done. With `done`: with
 * the time of before, in the browser in which that was, and 0 in any other.
 */
export interface Denial {
  readonly outcome: Outcome;
  readonly signOuts: number;
}

export type Denials = ReturnType<typeof createDenials>;

/**
 * "This was not me": the link in each letter that tells an owner what happened to their account.
 *
 * Nothing is stored for it. The link names the event, and has a MAC over that and the address that the letter goes to; what
 * happened is in the audit record. Using it is one compare-and-set of the account, which takes the password away and
 * remembers the event: so it is good once (see `mostRemembered`), and there is no moment in which it is used and the password still works. What
 * else ends is owed by that step. It signs nobody in, and what was a second factor before it happened stays one.
 *
 * The address that an account had until a few days ago is told the same, or whoever changed it would be rid of its letters.
 * A link that went there takes the change back too, in the same step: there is no moment in which the account has its owner's
 * address and an intruder's password, or the other way round.
 */
export function createDenials(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  /** A link of another epoch is none: a restore brings back what was used since. */
  readonly epoch: number;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: Pick<EmailChanges, 'formerOf'>;
}) {
  const { documents, clock, digest, epoch, audit, accounts, emailChanges } = options;

  const secretOf = (event: string, email: string): string => digest('not-me', `${epoch}\0${event}\0${email}`);

  /**
   * To which of the account's addresses a link went.
   * @returns undefined for one that is not good, or not any more; `waits` for one that is good when the account is open
   *   again; `done` for one that was pressed, as long as it would be good
   */
  function sentTo(
    account: Account,
    event: AuditEntry,
    secret: string,
  ): 'current' | 'former' | 'waits' | 'done' | undefined {
    const now = clock.now();
    const former = emailChanges.formerOf(account);
    // Good once by itself: there is no former address afterwards. Whoever reads the mailbox of now, and presses what they
    // are told of, uses up nothing of this. Good for who is suspended too: it lets nobody in, and an admin who stops an
    // intruder by that must not stop the owner.
    const isStill = event.at > reachOfFormer(account, now);
    if (former !== undefined && isStill && same(secretOf(event.id, former), secret)) return 'former';
    if (openSince(account, event.at, now) >= lifetime) return undefined;
    if (!same(secretOf(event.id, account.email), secret)) return undefined;
    const isUsed = account.denied?.includes(event.id) === true;
    if (account.disabledAt !== undefined) return isUsed ? undefined : 'waits';
    return isUsed ? 'done' : 'current';
  }

  async function find(token: string): Promise<Found | undefined> {
    const [id = '', secret = '', ...rest] = token.split('.');
    // Well-formed before any look-up.
    if (!/^[\w-]{20,40}$/.test(id) || !/^[\w-]{43}$/.test(secret) || rest.length > 0) return undefined;
    const event = await audit.get(id);
    const account = event?.account === undefined ? undefined : await accounts.get(event.account);
    return event && account ? { account, event, secret } : undefined;
  }

  /**
   * The one step of a denial.
   * @param how.canRestore whether the former address can be had again
   * @returns undefined where the link is not good
   * @throws {Duplicate} when another account has the former address
   */
  async function secure(
    { account: { id }, event, secret }: Found,
    {
      everywhere,
      canRestore,
      origin,
      browser,
    }: { everywhere: boolean; canRestore: boolean; origin: Origin; browser: string | undefined },
  ): Promise<{ readonly account: Account; readonly outcome: Outcome } | undefined> {
    const mine: { outcome: Outcome | undefined } = { outcome: undefined };
    const account = await change(documents, accountCollection, id, (current) => {
      const to = sentTo(current, event, secret);
      mine.outcome = undefined;
      if (to === 'done') mine.outcome = to;
      if (to === undefined || to === 'waits' || to === 'done') return undefined;
      mine.outcome = to === 'current' ? 'secured' : canRestore ? 'restored' : 'address-gone';
      // Whatever was asked for before may have been asked for by whoever it was.
      const {
        password: _password,
        passwordCost: _cost,
        recovery: _link,
        emailChange: _change,
        lastDenied: _last,
        ...rest
      } = withResetStopped(current, clock.now());
      const out = signedOut(audit, current, { reason: 'not_me', origin });
      // What the event itself is about may be older: a factor that was kept, and then the address was changed.
      const since = Math.min(suspiciousFrom(event), to === 'former' ? reachOfFormer(current, clock.now()) : Infinity);
      const isRestored = to === 'former' ? canRestore : undefined;
      const about = { account: current.id, since, count: out.signOuts, restored: isRestored, origin };
      const secured = securedBy(audit, event, about);
      const now = clock.now();
      const next = {
        ...(to === 'current' ? rest : canRestore ? restored(rest, now) : withoutFormer(rest)),
        ...{ signOuts: out.signOuts, letterSignOuts: withLetterSignOut(current, now) },
        ...{ denied: withUsed(current.denied, event.id), changedAt: now },
        ...(browser !== undefined && { lastDenied: { event: event.id, browser, count: out.signOuts } }),
      };
      const everyDevice = everywhere || to === 'former' || namedIn(event) === undefined;
      return audit.owing(next, [
        ...(isRestored === true
          ? [audit.newEvent({ kind: 'email.restored', outcome: 'done', account: current.id, origin })]
          : []),
        ...resetOvertaken(audit, current, origin),
        secured,
        ...(everyDevice ? [out.event] : []),
      ]);
    });
    return account && mine.outcome && { account, outcome: mine.outcome };
  }

  return {
    /** When a link about something of a time is too old, if the account is not suspended until then: it is later by that. */
    until(account: Account, at: Seconds): Seconds {
      const now = clock.now();
      return now + lifetime - openSince(account, at, now);
    },

    /** The same of one that goes to the former address. */
    untilAtFormer(account: Account, at: Seconds): Seconds {
      const now = clock.now();
      return now + undoLeft(account, now) - Math.max(0, account.emailVerifiedAt - at);
    },

    /** What the link in a letter about an event carries. Computed: a letter that is sent again has the same. */
    tokenOf: (event: string, email: string): string => `${event}.${secretOf(event, email)}`,

    /** What a link is about. Changes nothing: mail scanners follow links too. */
    async look(token: string): Promise<Denied | undefined> {
      const found = await find(token);
      if (!found) return undefined;
      const { account, event, secret } = found;
      const to = sentTo(account, event, secret);
      if (to === undefined) return undefined;
      if (to === 'waits') return { account, event, waits: true };
      if (to === 'done') return { account, event, done: true };
      return { account, event, ...(to === 'former' && { restores: account.formerEmail ?? '' }) };
    },

    /**
     * Takes the owner's word that it was not them: the password is no longer good, and what the event names, and every
     * factor that came with it or since, is ended by the time of the answer. By a link that went to the former address the
     * account has that one again, and what came since that was changed is ended. By one that was pressed before nothing is
     * ended once more, but what was is ended by the time of this answer.
     * @param everywhere whether everything else is signed out too; so it is where the event names nothing
     * @param browser in which it is pressed: id of its record
     */
    async deny(token: string, everywhere: boolean, origin: Origin, browser?: string): Promise<Denial> {
      const found = await find(token);
      if (!found) return notDone;
      const how = { everywhere, origin, browser };
      const secured = await secure(found, { ...how, canRestore: true }).catch((error: unknown) => {
        if (!(error instanceof Duplicate)) throw error;
        // By another node's clock the former address was free. An intruder's password must not stay good for that.
        return secure(found, { ...how, canRestore: false });
      });
      if (!secured) return notDone;
      await audit.deliverWhole(accountCollection, secured.account);
      const { outcome, account } = secured;
      if (outcome !== 'done') return { outcome, signOuts: account.signOuts ?? 0 };
      const { lastDenied: last } = account;
      const wasHere = last?.event === found.event.id && last.browser === browser;
      return { outcome, signOuts: wasHere ? last.count : 0 };
    },
  };
}

const notDone: Denial = { outcome: 'void', signOuts: 0 };

/**
 * From when on letters to the former address are good, and take factors out of use: whoever changed the address may have been
 * there for a while before. Of the three days a time in which the account is suspended is none, or what an intruder did
 * before it would be too old to be ended after it.
 */
const reachOfFormer = (account: Account, now: Seconds): Seconds => account.emailVerifiedAt - undoLeft(account, now);

/** The account with the address of before, suspended or not as it was. `isTaken` has kept it from others. */
const restored = ({ emailByReset: _reset, ...account }: Account, now: Seconds): Account => ({
  ...withoutUndo(account),
  ...{ email: account.formerEmail ?? account.email, emailVerifiedAt: now },
  // So that it is written to, whatever a crash holds up.
  ...{ leftEmail: account.email, undoUntil: now + undoLifetime },
});

/** The account where its former address is somebody else's: the link that found that is good once, as others are. */
const withoutFormer = ({ formerEmail: _former, ...account }: Account): Account => account;

/** With one more: who reads the mail and presses ever so many links closes none that has not been pressed. */
export const withUsed = (denied: Account['denied'] = [], event: string): readonly string[] =>
  [...denied, event].slice(-mostRemembered);

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
