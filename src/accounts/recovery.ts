import { timingSafeEqual } from 'node:crypto';
import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import { accountCollection, withPassword, type Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { withLetterSignOut } from './letter-sign-outs.ts';
import { signedOut } from './own-changes.ts';
import type { Passwords } from './passwords.ts';

/** How long a link is good (ASVS 6.4.3). */
const lifetime: Seconds = 15 * 60;

export type Recoveries = ReturnType<typeof createRecoveries>;

/**
 * Forgotten passwords: a link in a letter with which a new one is set.
 *
 * The account holds one link at most, as a keyed hash. A newer one takes its place, a new password or address takes it
 * away, and using it is one compare-and-set: so it is good once, whatever is sent at the same time. It sets the password
 * and does nothing else: who comes in with that is asked for the second factor like everybody (CVE-2026-18963).
 */
export function createRecoveries(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly epoch: number;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'byEmail' | 'get'>;
  readonly passwords: Passwords;
}) {
  const { documents, clock, digest, epoch, audit, accounts, passwords } = options;

  /** A link of another epoch is none: a restore brings back what was kept of one that was used since. */
  const hashOf = (account: string, secret: string): string =>
    digest('recovery-link', `${epoch}\0${account}\0${secret}`);

  /** The account that a token's link would open. */
  async function find(token: string): Promise<{ account: Account; hash: string } | undefined> {
    const [id = '', secret = ''] = token.split('.');
    const account = await accounts.get(id);
    const hash = hashOf(id, secret);
    return account && isGood(account, hash) ? { account, hash } : undefined;
  }

  function isGood({ recovery, disabledAt }: Account, hash: string): boolean {
    if (!recovery || disabledAt !== undefined || clock.now() >= recovery.until) return false;
    const [kept, given] = [Buffer.from(recovery.link), Buffer.from(hash)];
    return kept.length === given.length && timingSafeEqual(kept, given);
  }

  return {
    /** Minutes, for the letter. */
    minutes: lifetime / 60,

    /**
     * Makes a link for the account of an address; the one of before is void.
     * @returns what the link must carry, which is in no store; undefined where no account can be recovered
     */
    async begin(email: string, origin: Origin): Promise<{ account: Account; token: string } | undefined> {
      const found = await accounts.byEmail(email);
      if (!found || found.disabledAt !== undefined) return undefined;
      const secret = randomSecret();
      const recovery = { link: hashOf(found.id, secret), until: clock.now() + lifetime };
      const account = await change(documents, accountCollection, found.id, (current) =>
        // The address may be another account's by now.
        current.email === email && current.disabledAt === undefined
          ? audit.owing({ ...current, recovery }, [
              audit.newEvent({ kind: 'recovery.asked', outcome: 'done', account: found.id, origin }),
            ])
          : undefined,
      );
      if (account?.recovery?.link !== recovery.link) return undefined;
      audit.deliverSoon(accountCollection, account);
      return { account, token: `${found.id}.${secret}` };
    },

    /** The account that a link would give a new password. Changes nothing: mail scanners follow links too. */
    look: async (token: string): Promise<Account | undefined> => (await find(token))?.account,

    /**
     * Sets a new password by a link, and signs the account out everywhere. By the answer all of it has ended.
     * @returns undefined for a link that is not good, or not any more
     * @throws {Refused} temporarily_unavailable when too many passwords wait to be hashed
     */
    async reset(token: string, next: string, origin: Origin): Promise<Account | undefined> {
      const found = await find(token);
      if (!found) return undefined;
      const password = await passwords.hash(next);
      const mine = { reset: false };
      const account = await change(documents, accountCollection, found.account.id, (current) => {
        mine.reset = isGood(current, found.hash);
        if (!mine.reset) return undefined;
        const { recovery: _, ...rest } = current;
        const out = signedOut(audit, current, { reason: 'password_changed', origin });
        const event = audit.newEvent({ kind: 'password.reset', outcome: 'done', account: current.id, origin });
        const now = clock.now();
        const counted = { signOuts: out.signOuts, letterSignOuts: withLetterSignOut(current, now) };
        const next = { ...withPassword(rest, password), ...counted, passwordByLetter: true as const, changedAt: now };
        return audit.owing(next, [event, out.event]);
      });
      if (!account || !mine.reset) return undefined;
      await audit.deliverWhole(accountCollection, account);
      return account;
    },
  };
}
