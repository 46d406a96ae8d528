import { change, type Documents, type Page } from '../../adapters/store.ts';
import { accountCollection, type Account } from '../accounts/index.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';

/** What came of making an account an admin. `before`: it was one already. */
export type Added = 'added' | 'before' | 'suspended' | 'unknown';

export type Admins = ReturnType<typeof createAdmins>;

/**
 * Whether an account may administer. Asked of its record at every request, so a role that was taken away is gone with the
 * answer, on every node; a suspended account keeps the role and may nothing.
 */
export const isAdmin = ({ role, disabledAt }: Pick<Account, 'role' | 'disabledAt'>): boolean =>
  role === 'admin' && disabledAt === undefined;

/**
 * Who administers. The role is a field of the account: giving and taking it is one step of the record that everything
 * else about the account hangs on, so no other record can still say yes.
 */
export function createAdmins({
  documents,
  clock,
  audit,
}: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
}) {
  return {
    /**
     * Makes an account an admin. Its owner is told by a letter.
     * @param id the account's
     * @throws {StoreUnavailable}
     */
    async add(id: string, origin: Origin): Promise<Added> {
      const now = clock.now();
      let added: Added = 'unknown';
      const stored = await change(documents, accountCollection, id, (account) => {
        added = account.role === 'admin' ? 'before' : account.disabledAt === undefined ? 'added' : 'suspended';
        if (added !== 'added') return undefined;
        const event = audit.newEvent({ kind: 'admin.added', outcome: 'done', account: id, origin });
        return audit.owing({ ...account, role: 'admin' as const, adminSince: now, changedAt: now }, [event]);
      });
      if (stored) audit.deliverSoon(accountCollection, stored);
      return added;
    },

    /**
     * Takes the role away: with the answer no node honours it any more.
     * @param id the account's
     * @returns whether it was an admin
     * @throws {StoreUnavailable}
     */
    async remove(id: string, origin: Origin): Promise<boolean> {
      let removed = false;
      const stored = await change(documents, accountCollection, id, ({ role, adminSince: _, ...account }) => {
        removed = role === 'admin';
        if (!removed) return undefined;
        const event = audit.newEvent({ kind: 'admin.removed', outcome: 'done', account: id, origin });
        return audit.owing({ ...account, changedAt: clock.now() }, [event]);
      });
      if (stored) audit.deliverSoon(accountCollection, stored);
      return removed;
    },

    /** Accounts that have the role, suspended ones too, in the order of their ids. */
    list: (page: Page): Promise<Account[]> =>
      documents.find(accountCollection, { field: 'role', equals: 'admin' }, page),
  };
}
