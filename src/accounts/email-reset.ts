import { timingSafeEqual } from 'node:crypto';
import type { Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { createResets } from '../resets/index.ts';
import { accountCollection, withoutEmailReset, type Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { signedOut } from './own-changes.ts';
import { withResetStopped } from './stopped-reset.ts';
import { movedTo, undoLeft } from './undo.ts';

/**
 * Why no reset was started: that is its address already, another account's, or another one is on its way. `undo`: the
 * account is suspended, and its former address can take it back for as long.
 */
export type NoReset = 'same' | 'taken' | 'under-way' | 'undo';

/** A reset that whoever has the new address may confirm. */
interface Confirmable {
  readonly account: Account;
  readonly to: string;
  readonly at: Seconds;
  /** Whether they have. */
  readonly confirmed: boolean;
}

export type EmailResets = ReturnType<typeof createEmailResets>;

/**
 * For who has lost the mailbox of their account: see `createResets`. The new address does not count before whoever has it
 * said so, or a mistyped one would be given the account. The change is the one that people make themselves: the former
 * address can take it back. It skips no second factor: codes to the account's mailbox prove none from then on, for whoever
 * has the new one has shown nothing but that. It goes on while the account is suspended, and opens nothing then: an admin who
 * keeps an intruder out by that need not let them in again to help the owner.
 */
export function createEmailResets(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly epoch: number;
  readonly accounts: Pick<Accounts, 'get' | 'isTaken'>;
}) {
  const { clock, digest, audit, epoch, accounts } = options;
  const {
    change,
    begun,
    get: _get,
    ...resets
  } = createResets<Account>({
    ...options,
    collection: accountCollection,
    purpose: 'email-reset',
    without: (account) => withResetStopped(account, clock.now()),
    stopped: 'email.reset_stopped',
    async happens(due, now) {
      const isTaken = due.newEmail !== undefined && (await accounts.isTaken(due.newEmail.to, due.id));
      return (current) => happened(current, isTaken, now);
    },
  });

  function happened(current: Account, isTaken: boolean, now: Seconds): Account {
    const { newEmail, id: account } = current;
    // It waited until the last change could not be taken back any more, and that time has stood still since.
    const because = undoLeft(current, now) > 0 ? 'suspended' : reasonAgainst(newEmail?.confirmed === true, isTaken);
    if (newEmail === undefined || because !== undefined) {
      return audit.owing(withResetStopped(current, now), [
        audit.newEvent({
          kind: 'email.reset_stopped',
          outcome: 'done',
          account,
          ...(because !== undefined && { detail: { because } }),
        }),
      ]);
    }
    // Whoever reads the former mailbox may have asked for either.
    const { recovery: _link, emailChange: _change, ...rest } = withoutEmailReset(withoutPasswordByLetter(current));
    const out = signedOut(audit, current, { reason: 'email_changed' });
    const changed = audit.newEvent({ kind: 'email.changed', outcome: 'done', account, detail: { because: 'reset' } });
    const next = { ...movedTo(rest, newEmail.to, now), emailByReset: true as const, signOuts: out.signOuts };
    return audit.owing(next, [changed, out.event]);
  }

  /** Computed and in no store. Of one reset and one address. */
  const secretOf = (account: string, to: string, at: Seconds): string =>
    digest('email-reset-confirm', `${epoch}\0${account}\0${to}\0${at}`);

  const confirmable = (account: Account): Confirmable | undefined => {
    const { newEmail, resetAt } = account;
    if (newEmail === undefined || resetAt === undefined || clock.now() >= resetAt) return undefined;
    return { account, to: newEmail.to, at: resetAt, confirmed: newEmail.confirmed === true };
  };

  const opens = (account: Account, secret: string): Confirmable | undefined => {
    const found = confirmable(account);
    return found && same(secretOf(account.id, found.to, found.at), secret) ? found : undefined;
  };

  async function find(token: string): Promise<(Confirmable & { readonly secret: string }) | undefined> {
    const [id = '', secret = ''] = token.split('.');
    const account = await accounts.get(id);
    const found = account && opens(account, secret);
    return found && { ...found, secret };
  }

  return {
    ...resets,

    /**
     * Starts a reset. One to the same address that is under way goes on as it is: nobody makes it come sooner. Nor does it
     * happen before the last change cannot be taken back any more.
     * @param to   normalised
     * @param wait seconds
     * @returns when it happens
     */
    async start(id: string, to: string, wait: Seconds, origin: Origin): Promise<Seconds | NoReset> {
      const isTaken = await accounts.isTaken(to, id);
      const mine: { outcome: Seconds | NoReset } = { outcome: 'same' };
      await change(id, (current) => {
        const left = undoLeft(current, clock.now());
        const against = reasonNotToStart(current, to, {
          isTaken,
          isHeld: current.disabledAt !== undefined && left > 0,
        });
        mine.outcome = against ?? current.resetAt ?? 0;
        if (against !== undefined || current.resetAt !== undefined) return undefined;
        // One that was stopped before was told so.
        const { stoppedEmail: _, ...rest } = current;
        const next = { ...begun(rest, Math.max(wait, left)), newEmail: { to } };
        mine.outcome = next.resetAt ?? 0;
        const about = { outcome: 'done', account: id, origin, detail: { at: mine.outcome } } as const;
        return audit.owing(next, [audit.newEvent({ kind: 'email.reset_started', ...about })]);
      });
      return mine.outcome;
    },

    /** What the link in the letter to the new address carries. @returns undefined when there is nothing to confirm */
    async confirmationOf(id: string): Promise<{ readonly token: string; readonly to: string } | undefined> {
      const account = await accounts.get(id);
      const found = account && confirmable(account);
      return found && { token: `${id}.${secretOf(id, found.to, found.at)}`, to: found.to };
    },

    /** What a link would confirm, or has: an address, and when it is the account's. Changes nothing. */
    async lookConfirmation(token: string): Promise<Omit<Confirmable, 'account'> | undefined> {
      const found = await find(token);
      return found && { to: found.to, at: found.at, confirmed: found.confirmed };
    },

    /** Takes the word of whoever has the new address that it is theirs. @returns when it is the account's */
    async confirm(token: string, origin: Origin): Promise<Seconds | undefined> {
      const found = await find(token);
      if (!found) return undefined;
      const mine: { at?: Seconds | undefined } = {};
      await change(found.account.id, (current) => {
        const good = opens(current, found.secret);
        mine.at = good?.at;
        if (!good || current.newEmail?.confirmed === true) return undefined;
        return audit.owing({ ...current, newEmail: { to: good.to, confirmed: true as const } }, [
          audit.newEvent({ kind: 'email.reset_confirmed', outcome: 'done', account: current.id, origin }),
        ]);
      });
      return mine.at;
    },
  };
}

function reasonNotToStart(
  { email, resetAt, newEmail }: Account,
  to: string,
  { isTaken, isHeld }: { readonly isTaken: boolean; readonly isHeld: boolean },
): NoReset | undefined {
  if (email === to) return 'same';
  if (resetAt !== undefined) return newEmail?.to === to ? undefined : 'under-way';
  if (isTaken) return 'taken';
  return isHeld ? 'undo' : undefined;
}

function reasonAgainst(isConfirmed: boolean, isTaken: boolean): string | undefined {
  if (!isConfirmed) return 'unconfirmed';
  return isTaken ? 'taken' : undefined;
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** A password that a letter has set is known to whoever had the mailbox that is lost. */
function withoutPasswordByLetter(account: Account): Account {
  const { password: _password, passwordCost: _cost, passwordByLetter, ...rest } = account;
  return passwordByLetter ? rest : account;
}
