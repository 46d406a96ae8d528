import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { accountCollection, isBeingSecured, withPassword, type Account } from './account.ts';
import type { Passwords } from './passwords.ts';

/** Why an account is signed out everywhere, and what is spared. */
export interface SigningOut {
  readonly reason:
    'ended_by_owner' | 'ended_by_app' | 'ended_by_admin' | 'password_changed' | 'email_changed' | 'not_me';
  /** Id of the session or of the family that stays; of a device, all that is on it. */
  readonly kept?: string;
  /** Id of the client that asked for it. */
  readonly by?: string;
  readonly origin?: Origin;
}

export interface PasswordChange {
  /** As it was typed. */
  readonly current: string;
  readonly next: string;
  /** The session that asks: it stays. */
  readonly session: string;
  /** Whether every other device is signed out. */
  readonly others: boolean;
  readonly origin: Origin;
}

/** One more sign-out everywhere: what was proven before, and has not come in yet, is void with the same step. */
export function signedOut(audit: Pick<Audit, 'newEvent'>, account: Account, { reason, kept, by, origin }: SigningOut) {
  const signOuts = (account.signOuts ?? 0) + 1;
  const event = audit.newEvent({
    kind: 'account.signed_out',
    outcome: 'done',
    account: account.id,
    ...(origin && { origin }),
    detail: { reason, count: signOuts, ...(kept !== undefined && { kept }), ...(by !== undefined && { by }) },
  });
  return { signOuts, event };
}

/** What people do with their own account. Each is one compare-and-set of its record, and what follows is owed by it. */
export function createOwnChanges(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly audit: Audit;
}) {
  const { documents, clock, passwords, audit } = options;

  return {
    /**
     * Ends every session and every family of an account but the one that is kept. By the answer they have ended.
     * @returns how often it was signed out everywhere with this time
     * @throws {StoreUnavailable} when that is not known: it goes on by itself, and may be asked again
     */
    async signOut(id: string, signingOut: SigningOut): Promise<number> {
      const changed = await change(documents, accountCollection, id, (account) => {
        const { signOuts, event } = signedOut(audit, account, signingOut);
        return audit.owing({ ...account, signOuts }, [event]);
      });
      if (changed) await audit.deliverWhole(accountCollection, changed);
      return changed?.signOuts ?? 0;
    },

    /**
     * Gives an account a new password, if the one it has is known.
     * @returns `wrong` also when it was changed by somebody else in the meantime
     * @throws {Refused} temporarily_unavailable when too many passwords wait to be hashed
     */
    async changePassword(
      account: Pick<Account, 'id' | 'password'>,
      { current, next, session, others, origin }: PasswordChange,
    ): Promise<'changed' | 'wrong'> {
      const { id, password: before } = account;
      if (!(await passwords.verify(before, current))) {
        await audit.record(
          audit.newEvent({ kind: 'password.change_refused', outcome: 'refused', account: id, origin }),
        );
        return 'wrong';
      }
      const password = await passwords.hash(next);
      const mine = { changed: false };
      const changed = await change(documents, accountCollection, id, (now) => {
        mine.changed = now.password?.hash === before?.hash;
        if (!mine.changed) return undefined;
        const out = signedOut(audit, now, { reason: 'password_changed', kept: session, origin });
        const detail = { count: out.signOuts };
        const event = audit.newEvent({
          kind: 'password.changed',
          outcome: 'done',
          account: id,
          session,
          origin,
          detail,
        });
        const changedAt = clock.now();
        // A link that was asked for before is void: it may be somebody else who asked.
        const { recovery: _, passwordByLetter: _letter, emailByReset: _reset, ...rest } = now;
        return audit.owing(
          { ...withPassword(rest, password), signOuts: out.signOuts, changedAt },
          others ? [event, out.event] : [event],
        );
      });
      if (!changed || !mine.changed) return 'wrong';
      await audit.deliverWhole(accountCollection, changed);
      return 'changed';
    },

    /** Notes a device as the account's first, unless it has one. @returns the first one */
    async firstDevice(id: string, device: string): Promise<string | undefined> {
      const account = await change(documents, accountCollection, id, (current) =>
        current.firstDevice === undefined ? { ...current, firstDevice: device } : undefined,
      );
      return account?.firstDevice;
    },

    /**
     * Whether an account that proved who it is at this count may come in: nobody signed it out everywhere since, and its
     * password is still the one that was given.
     */
    async isStillProven(id: string, signOuts: number): Promise<boolean> {
      const account = await documents.get(accountCollection, id);
      return account !== undefined && (account.signOuts ?? 0) === signOuts && !isBeingSecured(account);
    },
  };
}
