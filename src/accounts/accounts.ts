import { change, Duplicate, type Documents, type Page } from '../../adapters/store.ts';
import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomId } from '../ids.ts';
import { accountCollection, normaliseEmail, type Account } from './account.ts';
import type { PasswordHash, Passwords } from './passwords.ts';

export interface NewAccount extends Partial<
  Pick<Account, 'name' | 'givenName' | 'familyName' | 'picture' | 'locale' | 'phone' | 'phoneVerifiedAt' | 'address'>
> {
  /** Normalised, and confirmed by whoever calls. */
  readonly email: string;
  readonly password?: PasswordHash;
}

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly audit: Audit;
}) {
  const { documents, clock, passwords, audit } = options;
  audit.register(accountCollection);

  const get = (id: string): Promise<Account | undefined> => documents.get(accountCollection, id);

  async function byEmail(email: string): Promise<Account | undefined> {
    const [account] = await documents.find(accountCollection, { field: 'email', equals: email }, { limit: 1 });
    return account;
  }

  /** Makes an account. @returns undefined when the address has one: of parallel calls exactly one makes it. */
  async function create(details: NewAccount, origin?: Origin): Promise<Account | undefined> {
    const now = clock.now();
    const account = { ...details, id: randomId(), emailVerifiedAt: now, createdAt: now, changedAt: now };
    const event = audit.newEvent({
      kind: 'account.created',
      outcome: 'done',
      account: account.id,
      ...(origin && { origin }),
    });
    try {
      const stored = await documents.insert(accountCollection, audit.owing(account, [event]));
      audit.deliverSoon(accountCollection, stored);
      return stored;
    } catch (error) {
      if (error instanceof Duplicate && error.field === 'email') return undefined;
      throw error;
    }
  }

  /**
   * Verifies an identifier and a password. Unknown address, disabled account and wrong password look the same and take
   * the same time (ASVS 6.3.8).
   * @returns the account, or undefined
   */
  async function authenticate(identifier: string, password: string, origin: Origin): Promise<Account | undefined> {
    const email = normaliseEmail(identifier);
    // An address that cannot exist is looked up all the same: the time tells nothing.
    const account = await byEmail(email ?? '');
    const right = await passwords.verify(account?.password, password);
    if (!account || !right || account.disabledAt !== undefined) {
      await audit.record(signInEvent('refused', account, origin));
      return undefined;
    }
    if (account.password && passwords.isOutdated(account.password)) await rehash(account, password);
    await audit.record(signInEvent('done', account, origin));
    return account;
  }

  const signInEvent = (outcome: Event['outcome'], account: Account | undefined, origin: Origin): Event =>
    audit.newEvent({
      kind: outcome === 'done' ? 'account.signed_in' : 'account.sign_in_refused',
      outcome,
      ...(account && { account: account.id }),
      origin,
      detail: outcome === 'done' ? { method: 'password' } : { reason: refusal(account) },
    });

  const refusal = (account: Account | undefined): string =>
    account === undefined
      ? 'unknown_account'
      : account.disabledAt !== undefined
        ? 'account_disabled'
        : 'wrong_password';

  async function rehash(account: Account, password: string): Promise<void> {
    const fresh = await passwords.hash(password);
    // Only while the hash is still the one that was verified: a password changed meanwhile stays changed.
    await change(documents, accountCollection, account.id, (current) =>
      current.password?.hash === account.password?.hash ? { ...current, password: fresh } : undefined,
    );
  }

  /** Suspends an account in one step: nothing it has works from then on. */
  const disable = (id: string, origin?: Origin): Promise<Account | undefined> =>
    changeWith(id, 'account.disabled', origin, (account, now) =>
      account.disabledAt === undefined ? { ...account, disabledAt: now } : undefined,
    );

  /** Opens a suspended account again. What ended stays ended. */
  const enable = (id: string, origin?: Origin): Promise<Account | undefined> =>
    changeWith(id, 'account.enabled', origin, ({ disabledAt, ...account }) =>
      disabledAt === undefined ? undefined : account,
    );

  async function changeWith(
    id: string,
    kind: 'account.disabled' | 'account.enabled',
    origin: Origin | undefined,
    decide: (account: Account, now: Seconds) => Account | undefined,
  ): Promise<Account | undefined> {
    const now = clock.now();
    const changed = await change(documents, accountCollection, id, (current) => {
      const next = decide(current, now);
      const event = audit.newEvent({ kind, outcome: 'done', account: id, ...(origin && { origin }) });
      return next && audit.owing({ ...next, changedAt: now }, [event]);
    });
    // Waited for: by the answer the account's sessions and families have ended.
    if (changed?.owed?.length) await audit.deliver(accountCollection, changed);
    return changed;
  }

  return {
    get,
    byEmail,
    create,
    authenticate,
    disable,
    enable,
    /** Accounts in the order of their ids. */
    list: (page: Page): Promise<Account[]> => documents.find(accountCollection, undefined, page),
    /** Whether the account exists and may be used. */
    isLiving: async (id: string): Promise<boolean> => {
      const account = await get(id);
      return account !== undefined && account.disabledAt === undefined;
    },
  };
}
