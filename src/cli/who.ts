import { normaliseEmail, type Account, type Accounts } from '../accounts/index.ts';
import type { Origin } from '../audit/index.ts';

/** The account that somebody names by its id or its address. @throws Error when there is none */
export async function accountOf(accounts: Pick<Accounts, 'get' | 'byEmail'>, who: string): Promise<Account> {
  const email = normaliseEmail(who);
  const account = email === undefined ? await accounts.get(who) : await accounts.byEmail(email);
  if (!account) throw new Error(`there is no account ${who}`);
  return account;
}

/** Where the record says that it came from. */
export const byCommand: Origin = { requestId: 'command line' };
