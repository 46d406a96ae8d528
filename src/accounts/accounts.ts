import { change, Duplicate, everyDocument, StoreUnavailable, type Documents, type Page } from '../../adapters/store.ts';
import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { randomId } from '../ids.ts';
import {
  accountCollection,
  isBeingSecured,
  normaliseEmail,
  withFoundCost,
  withPassword,
  type Account,
} from './account.ts';
import { createOwnChanges } from './own-changes.ts';
import type { PasswordHash } from './password-hash.ts';
import type { Passwords } from './passwords.ts';
import type { Profile } from './profile.ts';
import { withSuspensionOver } from './suspensions.ts';
import { isReserved, undoGoesOn, undoStopped } from './undo.ts';

export interface NewAccount extends Profile, Pick<Account, 'phoneVerifiedAt'> {
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

  /** The account if it exists and may be used. */
  async function living(id: string): Promise<Account | undefined> {
    const account = await get(id);
    return account?.disabledAt === undefined ? account : undefined;
  }

  async function byEmail(email: string): Promise<Account | undefined> {
    const [account] = await documents.find(accountCollection, { field: 'email', equals: email }, { limit: 1 });
    return account;
  }

  /**
   * Whether an address is an account's, or was until a few days ago and may be again.
   * @param but an account that it may belong to
   */
  async function isTaken(email: string, but?: string): Promise<boolean> {
    const current = await byEmail(email);
    // Afterwards: an address that is left in between is found as the one or as the other.
    const former = await documents.find(accountCollection, { field: 'formerEmail', equals: email }, { limit: 10 });
    const now = clock.now();
    const reserved = former.some((account) => account.id !== but && isReserved(account, now));
    return reserved || (current !== undefined && current.id !== but);
  }

  /** Makes an account. @returns undefined when the address has one: of parallel calls exactly one makes it. */
  async function create(
    details: NewAccount,
    origin?: Origin,
    isLate: () => boolean = () => false,
  ): Promise<Account | undefined> {
    if ((await isTaken(details.email)) || isLate()) return undefined;
    const now = clock.now();
    const bare = { ...details, id: randomId(), emailVerifiedAt: now, createdAt: now, changedAt: now };
    const account = details.password ? withPassword(bare, details.password) : bare;
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
   * the same time (ASVS 6.3.8). A refusal is written down; what a right one comes to, whoever goes on with it does.
   * @returns the account, or undefined
   */
  async function authenticate(identifier: string, password: string, origin: Origin): Promise<Account | undefined> {
    const email = normaliseEmail(identifier);
    // An address that cannot exist is looked up all the same: the time tells nothing.
    const account = await byEmail(email ?? '');
    if (account) await findable(account);
    // A suspended account has no right password: what that leaves undone would tell that it is right.
    const opens = account?.disabledAt === undefined ? account?.password : undefined;
    const right = await passwords.verify(opens, password);
    if (!account || !right) {
      await audit.record(refusedEvent(account, origin, await refusal(account), 'password'));
      return undefined;
    }
    if (account.password && (await passwords.isOutdated(account.password))) await rehash(account, password);
    return account;
  }

  /**
   * Makes an account to be found by the cost of its hash, where a node of an older version has written it: from this try on
   * what it costs is done for everybody.
   */
  async function findable(account: Account): Promise<void> {
    if (!account.password || !withFoundCost(account)) return;
    await passwords.announce(account.password);
    await change(documents, accountCollection, account.id, withFoundCost);
  }

  /**
   * Looks whether somebody may come in by something else than a password, before that is proven: a "this was not me"
   * either has taken it away by the time of the proof, or moves on the count of sign-outs that is returned here.
   * @returns undefined where it may not be used
   */
  async function admit(id: string, method: 'passkey', origin: Origin): Promise<Account | undefined> {
    const account = await get(id);
    if (account !== undefined && account.disabledAt === undefined && !isBeingSecured(account)) return account;
    await audit.record(refusedEvent(account, origin, await refusal(account), method));
    return undefined;
  }

  const refusedEvent = (
    account: Account | undefined,
    origin: Origin,
    reason: string,
    method: 'password' | 'passkey',
  ): Event =>
    audit.newEvent({
      kind: 'account.sign_in_refused',
      outcome: 'refused',
      ...(account && { account: account.id }),
      origin,
      detail: { reason, method },
    });

  async function refusal(account: Account | undefined): Promise<string> {
    if (account === undefined) return 'unknown_account';
    if (account.disabledAt !== undefined) return 'account_disabled';
    if (isBeingSecured(account)) return 'being_secured';
    const lost = account.password && !(await passwords.canBeOpened(account.password));
    return lost ? 'pepper_dropped' : 'wrong_password';
  }

  async function rehash(account: Account, password: string): Promise<void> {
    const fresh = await passwords.hash(password).catch((error: unknown) => {
      // Nobody is kept out because there is too much to do for a better hash: the next sign-in makes it.
      if (error instanceof Refused) return undefined;
      throw error;
    });
    if (!fresh) return;
    // Only while the hash is still the one that was verified: a password changed meanwhile stays changed.
    await change(documents, accountCollection, account.id, (current) =>
      current.password?.hash === account.password?.hash ? withPassword(current, fresh) : undefined,
    );
  }

  /**
   * Suspends an account in one step: nothing it has works from then on. By the answer its sessions and families have ended.
   * @throws {StoreUnavailable} when that is not known: it goes on by itself, and may be asked again
   */
  async function disable(id: string, origin?: Origin): Promise<Account | undefined> {
    const disabled = await changeWith(id, 'account.disabled', origin, (account, now) =>
      // What was proven before counts no more, nor when it is opened again.
      account.disabledAt === undefined
        ? { ...undoStopped(account, now), disabledAt: now, signOuts: (account.signOuts ?? 0) + 1 }
        : undefined,
    );
    if (disabled?.owed?.length) await audit.deliverWhole(accountCollection, disabled);
    return disabled;
  }

  /**
   * Opens a suspended account again. What ended stays ended: what could not be ended yet is ended first, for it is dead
   * only as long as the account is.
   * @throws {StoreUnavailable} when that is not done: the account stays suspended
   */
  async function enable(id: string, origin?: Origin): Promise<Account | undefined> {
    const account = await get(id);
    if (account && owesSuspension(account)) await audit.deliverWhole(accountCollection, account);
    const enabled = await changeWith(id, 'account.enabled', origin, ({ disabledAt, ...rest }, now) => {
      if (disabledAt === undefined) return undefined;
      if (owesSuspension(rest)) throw new StoreUnavailable('it was suspended once more, and that is not finished yet');
      return undoGoesOn(withSuspensionOver(rest, disabledAt, now), now);
    });
    if (enabled?.owed?.length) await audit.deliver(accountCollection, enabled);
    return enabled;
  }

  const owesSuspension = ({ owed = [] }: Pick<Account, 'owed'>): boolean =>
    owed.some(({ kind }) => kind === 'account.disabled');

  async function changeWith(
    id: string,
    kind: 'account.disabled' | 'account.enabled',
    origin: Origin | undefined,
    decide: (account: Account, now: Seconds) => Account | undefined,
  ): Promise<Account | undefined> {
    const now = clock.now();
    return change(documents, accountCollection, id, (current) => {
      const next = decide(current, now);
      const event = audit.newEvent({ kind, outcome: 'done', account: id, ...(origin && { origin }) });
      return next && audit.owing({ ...next, changedAt: now }, [event]);
    });
  }

  return {
    get,
    byEmail,
    isTaken,
    create,
    authenticate,
    admit,
    disable,
    enable,
    ...createOwnChanges(options),
    /** Accounts in the order of their ids. */
    list: (page: Page): Promise<Account[]> => documents.find(accountCollection, undefined, page),
    /** How many accounts have a password that was hashed with each pepper, by its id. Goes through all of them. */
    async countByPepper(): Promise<Map<string, number>> {
      const counts = new Map<string, number>();
      for await (const { password } of everyDocument(documents, accountCollection)) {
        if (password) counts.set(password.pepper, (counts.get(password.pepper) ?? 0) + 1);
      }
      return counts;
    },
    living,
    /** Whether the account exists and may be used. */
    isLiving: async (id: string): Promise<boolean> => (await living(id)) !== undefined,
  };
}
