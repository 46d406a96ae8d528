import { randomInt, timingSafeEqual } from 'node:crypto';
import { change, Duplicate, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import { clocksApart, type Clock, type Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { accountCollection, type Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { resetOvertaken, withResetStopped } from './stopped-reset.ts';
import { movedTo, undoLeft, withoutUndo } from './undo.ts';

/** How long a code is good. */
const lifetime: Seconds = 15 * 60;
const mostTries = 5;

export type EmailChanges = ReturnType<typeof createEmailChanges>;

/**
 * Another e-mail address. The new one is confirmed by a code that is typed where the change was asked for: a link could be
 * pressed by its owner for somebody else's account, which would then have their address. The former one can take it back
 * for three days, by the link of any letter that went there (`denials.ts`), and belongs to nobody else until then.
 */
export function createEmailChanges(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'get' | 'isTaken'>;
}) {
  const { documents, clock, digest, audit, accounts } = options;

  const codeHash = (account: string, to: string, code: string): string =>
    digest('email-change', `${account}\0${to}\0${code}`);
  const isPending = ({ emailChange }: Account): boolean => emailChange !== undefined && clock.now() < emailChange.until;

  const canBeUndone = (account: Account): boolean => undoLeft(account, clock.now()) > 0;

  const formerOf = (account: Account): string | undefined => (canBeUndone(account) ? account.formerEmail : undefined);

  return {
    minutes: lifetime / 60,

    /** The address that waits for its code. */
    pendingOf: (account: Account): string | undefined => (isPending(account) ? account.emailChange?.to : undefined),

    /**
     * Whether the last change can still be taken back: until then there is no other one, or an intruder's second change
     * would leave out whoever has the address of now.
     */
    canBeUndone,

    /** The address of before, as long as it can take the account back: what concerns the account is told there too. */
    formerOf,

    /** Remembers which address is wished. What confirms it is made when the letter is sent. */
    async ask(id: string, to: string): Promise<void> {
      const emailChange = { to, until: clock.now() + lifetime, tries: 0 };
      await change(documents, accountCollection, id, (account) => ({ ...account, emailChange }));
    },

    /**
     * Makes the code for the letter; the one of before is void. The tries and the time are those of the wish: for an
     * address that is taken there is no letter, and neither may tell that apart.
     * @returns the code and how long it is good; undefined where that address is not wished any more, or is another
     * account's: its owner gets no letter
     */
    async arm(id: string, to: string): Promise<{ readonly code: string; readonly minutes: number } | undefined> {
      if (await accounts.isTaken(to, id)) return undefined;
      const code = randomInt(0, 100_000_000).toString().padStart(8, '0');
      const hash = codeHash(id, to, code);
      const armed = await change(documents, accountCollection, id, (account) =>
        isPending(account) && account.emailChange?.to === to
          ? { ...account, emailChange: { ...account.emailChange, code: hash } }
          : undefined,
      );
      if (armed?.emailChange?.code !== hash) return undefined;
      return { code, minutes: Math.ceil((armed.emailChange.until - clock.now()) / 60) };
    },

    /**
     * Moves the account to the new address, if the code is right. Each try is counted by the compare-and-set that it is.
     * @returns `void` when nothing waits for a code any more, or somebody has the address by now
     */
    async confirm(id: string, typed: string, origin: Origin): Promise<'changed' | 'wrong' | 'void'> {
      const mine: { outcome: 'changed' | 'wrong' | 'void' } = { outcome: 'void' };
      const to = (await accounts.get(id))?.emailChange?.to ?? '';
      // Asked before, and told only to who has the code: an address that is somebody's has none, and is wrong like any
      // other until the tries are over. Else whoever types it here would learn whether it has an account.
      const isTaken = await accounts.isTaken(to, id);
      try {
        const changed = await change(documents, accountCollection, id, (account) => {
          const { emailChange, recovery: _, ...others } = account;
          mine.outcome = 'void';
          if (!emailChange || !isPending(account) || emailChange.tries >= mostTries || canBeUndone(account))
            return undefined;
          const given = codeHash(id, emailChange.to, typed.replace(/[\s-]/g, ''));
          if (emailChange.code === undefined || !same(emailChange.code, given)) {
            mine.outcome = 'wrong';
            return { ...account, emailChange: { ...emailChange, tries: emailChange.tries + 1 } };
          }
          // Somebody has left it since the code was sent, and may come back to it; or another one is wished by now.
          if (isTaken || emailChange.to !== to) return undefined;
          mine.outcome = 'changed';
          const now = clock.now();
          const event = audit.newEvent({ kind: 'email.changed', outcome: 'done', account: id, origin });
          const { emailByReset: _reset, ...rest } = withResetStopped(others, now);
          return audit.owing(movedTo(rest, emailChange.to, now), [event, ...resetOvertaken(audit, account, origin)]);
        });
        if (changed?.owed?.length) audit.deliverSoon(accountCollection, changed);
      } catch (error) {
        // Somebody has signed up with it meanwhile.
        if (!(error instanceof Duplicate)) throw error;
        return 'void';
      }
      return mine.outcome;
    },

    /** Forgets addresses whose time is over: former, left, and those of resets that were stopped. @returns how many */
    async sweep(): Promise<number> {
      // Not sooner than nobody else could have them: see `isReserved`.
      const now = clock.now() - clocksApart;
      const over = await documents.due(accountCollection, 'undoUntil', now, 200);
      await Promise.all(
        over.map(({ id }) =>
          change(documents, accountCollection, id, ({ stoppedEmail: _, ...account }) =>
            (account.undoUntil ?? Infinity) <= now ? withoutUndo(account) : undefined,
          ),
        ),
      );
      return over.length;
    },
  };
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
