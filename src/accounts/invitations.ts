import { timingSafeEqual } from 'node:crypto';
import { change, Duplicate, eachDue, type Documents, type Page } from '../../adapters/store.ts';
import type { Audit, Listener, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { randomId, randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { invitationCollection, stateOf, type Invitation, type InvitationState } from './invitation.ts';
import type { Passwords } from './passwords.ts';

/** What is over is kept this long, so that its link can say what became of it. */
const kept: Seconds = 30 * 24 * 3600;
/** Who withdraws is not told that it is done while somebody's account is being made: for so long that may take. */
const moment: Seconds = 300;
/** What is left of that for the account's insert itself, and for clocks that differ. */
const forTheInsert: Seconds = 120;

/** What a link is about, to who holds it. */
export interface Invited {
  readonly state: InvitationState;
  readonly email: string;
}

export type Invitations = ReturnType<typeof createInvitations>;

/**
 * Invitations: a letter whose link opens sign-up for its address. Who presses it has the letter, so the address is confirmed.
 *
 * The link is a keyed hash in the record; it is made when the letter is sent, and a newer one takes its place. It is used up
 * by the insert of the account, whose address is unique: of any number at once one succeeds, and after a crash before that
 * it is still good.
 */
export function createInvitations(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  /** A link of another epoch is none: a restore brings back what was used since. */
  readonly epoch: number;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'create' | 'get' | 'isTaken'>;
  readonly passwords: Passwords;
  /** How long a link is good. */
  readonly lifetime: Seconds;
}) {
  const { documents, clock, digest, epoch, audit, accounts, passwords, lifetime } = options;
  audit.register(invitationCollection);

  const hashOf = (id: string, secret: string): string => digest('invitation-link', `${epoch}\0${id}\0${secret}`);

  async function byEmail(email: string): Promise<Invitation | undefined> {
    const where = { field: 'email', equals: email } as const;
    const [invitation] = await documents.find(invitationCollection, where, { limit: 1 });
    return invitation;
  }

  const opens = ({ link }: Invitation, hash: string): boolean =>
    link?.length === hash.length && timingSafeEqual(Buffer.from(link), Buffer.from(hash));

  async function find(token: string): Promise<{ invitation: Invitation; hash: string } | undefined> {
    const [id = '', secret = '', ...rest] = token.split('.');
    if (!/^[\w-]{22}$/.test(id) || !/^[\w-]{43}$/.test(secret) || rest.length > 0) return undefined;
    const invitation = await documents.get(invitationCollection, id);
    const hash = hashOf(id, secret);
    return invitation && opens(invitation, hash) ? { invitation, hash } : undefined;
  }

  const eventOf = (kind: 'invitation.made' | 'invitation.withdrawn', invitation: string) =>
    audit.newEvent({ kind, outcome: 'done', detail: { invitation } });

  /** An account that came otherwise uses it up too; that which is being made may have done so already. */
  async function seen(invitation: Invitation): Promise<InvitationState> {
    const state = stateOf(invitation, clock.now());
    return state === 'open' && (await accounts.isTaken(invitation.email)) ? 'used' : state;
  }

  /**
   * Invites an address, once more where it was invited before: then the link of before is void.
   * @param email normalised
   * @throws {Refused} conflict when the address has an account, or was one's until a few days ago
   */
  async function invite(email: string, language?: string): Promise<Invitation> {
    if (await accounts.isTaken(email)) throw new Refused('conflict', `${email} has an account already`);
    const now = clock.now();
    const until = now + lifetime;
    const fresh = { email, ...(language && { language }), createdAt: now, until, removeAt: until + kept };
    const before = await byEmail(email);
    const invited = before
      ? await change(documents, invitationCollection, before.id, (current) => {
          const { link: _link, withdrawnAt: _withdrawn, usedAt: _used, language: _language, ...rest } = current;
          return audit.owing({ ...rest, ...fresh }, [eventOf('invitation.made', current.id)]);
        })
      : await insert(fresh);
    // Somebody else invites the same person at this moment, or what was long over has just been removed.
    if (!invited) return invite(email, language);
    await audit.deliver(invitationCollection, invited);
    return invited;
  }

  return {
    invite,

    /**
     * Takes an invitation back: no account comes of it.
     * @throws {Refused} not_found; conflict when it was used, or is being used at this moment
     */
    async withdraw(email: string): Promise<void> {
      const found = await byEmail(email);
      if (!found) throw new Refused('not_found', `${email} is not invited`);
      if ((await seen(found)) === 'used') throw new Refused('conflict', `${email} has an account already`);
      const now = clock.now();
      const withdrawn = await change(documents, invitationCollection, found.id, (current) => {
        if (current.usedAt !== undefined) throw new Refused('conflict', `${email} has an account already`);
        if (current.withdrawnAt !== undefined) return undefined;
        if (now < (current.acceptedAt ?? -Infinity) + moment)
          throw new Refused('conflict', `${email} is using the invitation at this moment: try again in five minutes`);
        const event = eventOf('invitation.withdrawn', current.id);
        return audit.owing({ ...current, withdrawnAt: now, removeAt: now + kept }, [event]);
      });
      if (withdrawn?.owed?.length) await audit.deliver(invitationCollection, withdrawn);
    },

    /**
     * Makes the link for the letter; the one of before is void.
     * @returns undefined when the invitation is not open any more
     */
    async arm(id: string): Promise<{ invitation: Invitation; token: string } | undefined> {
      const found = await documents.get(invitationCollection, id);
      if (!found || (await seen(found)) !== 'open') return undefined;
      const secret = randomSecret();
      const link = hashOf(id, secret);
      const armed = await change(documents, invitationCollection, id, (current) =>
        stateOf(current, clock.now()) === 'open' ? { ...current, link } : undefined,
      );
      return armed?.link === link ? { invitation: armed, token: `${id}.${secret}` } : undefined;
    },

    /** What became of the invitation that a link is about. Changes nothing: mail scanners follow links too. */
    async look(token: string): Promise<Invited | undefined> {
      const found = await find(token);
      return found && { state: await seen(found.invitation), email: found.invitation.email };
    },

    /**
     * Makes the account.
     * @returns undefined where the invitation is not open any more: `look` says why
     * @throws {Refused} temporarily_unavailable when too many passwords wait to be hashed
     */
    async accept(
      token: string,
      { password, name, language }: { readonly password: string; readonly name?: string; readonly language: string },
      origin: Origin,
    ): Promise<Account | undefined> {
      const found = await find(token);
      if (!found || (await seen(found.invitation)) !== 'open') return undefined;
      const hash = await passwords.hash(password);
      const mine = { open: false, at: clock.now() };
      // From here on nobody is told that it was withdrawn, until it is known whether there is an account.
      await change(documents, invitationCollection, found.invitation.id, (current) => {
        mine.open = opens(current, found.hash) && stateOf(current, clock.now()) === 'open';
        return mine.open ? { ...current, acceptedAt: mine.at } : undefined;
      });
      if (!mine.open) return undefined;
      const { id, email } = found.invitation;
      // Whatever held this up, a withdrawal may be answered soon.
      const isLate = (): boolean => clock.now() >= mine.at + moment - forTheInsert;
      const details = { email, password: hash, ...(name && { name }), locale: language };
      const account = await accounts.create(details, origin, isLate);
      // By its id: the account may have another address when its event is told.
      if (account) await useUp(id, account.createdAt);
      return account;
    },

    /** Invitations in no particular order, and what became of each. */
    async list(page: Page): Promise<(Invitation & { readonly state: InvitationState })[]> {
      const found = await documents.find(invitationCollection, undefined, page);
      return found.map((invitation) => ({ ...invitation, state: stateOf(invitation, clock.now()) }));
    },

    /** Hears of a new account: its address is invited no more, even when it becomes another's later. */
    useUp: (async ({ kind, account: id, at }) => {
      if (kind !== 'account.created' || id === undefined) return;
      const account = await accounts.get(id);
      const invitation = account && (await byEmail(account.email));
      if (invitation) await useUp(invitation.id, at);
    }) satisfies Listener,

    /** Removes what was over long ago. @returns how many */
    sweep: (): Promise<number> =>
      eachDue(documents, invitationCollection, 'removeAt', clock.now(), async (invitation) =>
        invitation.owed?.length ? false : documents.remove(invitationCollection, invitation),
      ),
  };

  async function useUp(id: string, at: Seconds): Promise<void> {
    await change(documents, invitationCollection, id, (current) =>
      current.usedAt === undefined ? { ...current, usedAt: at, removeAt: at + kept } : undefined,
    );
  }

  async function insert(fresh: Omit<Invitation, 'id' | 'revision'>): Promise<Invitation | undefined> {
    const id = randomId();
    try {
      const invitation = audit.owing({ id, ...fresh }, [eventOf('invitation.made', id)]);
      return await documents.insert(invitationCollection, invitation);
    } catch (error) {
      if (error instanceof Duplicate) return undefined;
      throw error;
    }
  }
}
