import type { Accounts } from '../accounts/index.ts';
import type { Browsers, Session, Sessions } from '../devices/index.ts';
import { stateOf, type RequestState } from './request.ts';

export interface SignedInHereRooms {
  readonly accounts: Pick<Accounts, 'isLiving'>;
  readonly browsers: Pick<Browsers, 'sessionsOf'>;
  readonly sessions: Pick<Sessions, 'get' | 'isLiving'>;
}

/**
 * The living sessions of this browser, in place or not, the one used last first: whoever could be chosen without a password.
 * By the proof of its last sign-in, or a planted cookie would show who else is here; none of a window that is closed.
 */
export async function signedInHere(
  { accounts, browsers, sessions }: SignedInHereRooms,
  ctx: { state: RequestState },
): Promise<readonly (Session & { readonly account: string })[]> {
  const { browser, accounts: proof, window } = stateOf(ctx);
  if (browser === undefined) return [];
  const known = await browsers.sessionsOf(browser, proof, window);
  const found = await Promise.all(
    known.map(async ({ uid, account }) => {
      const session = await sessions.get(uid);
      if (session?.account !== account || !sessions.isLiving(session)) return [];
      return (await accounts.isLiving(account)) ? [{ ...session, account }] : [];
    }),
  );
  return found.flat();
}
