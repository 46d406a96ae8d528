import type { Accounts } from '../accounts/index.ts';
import type { Browsers, BrowserSession, Session, Sessions } from '../devices/index.ts';
import { stateOf, type RequestState } from './request.ts';

export interface SignedInHereRooms {
  readonly accounts: Pick<Accounts, 'isLiving'>;
  readonly browsers: Pick<Browsers, 'sessionsOf'>;
  readonly sessions: Pick<Sessions, 'get' | 'isLiving'>;
}

interface Here {
  readonly state: RequestState;
}

interface SignedIn extends Session {
  readonly account: string;
}

/**
 * The sessions that people signed in to in this browser, in place or not, the one used last first; some may have ended.
 * By the proof of its last sign-in, or a planted cookie would show who else is here; none of a window that is closed.
 */
export async function knownHere(
  browsers: SignedInHereRooms['browsers'],
  ctx: Here,
): Promise<readonly BrowserSession[]> {
  const { browser, accounts: proof, window } = stateOf(ctx);
  return browser === undefined ? [] : browsers.sessionsOf(browser, proof, window);
}

/**
 * Those of them that live, also while they are being ended because their account was suspended.
 * @param of one account alone, which has one at most
 */
export async function livingHere(
  { browsers, sessions }: Omit<SignedInHereRooms, 'accounts'>,
  ctx: Here,
  of?: string,
): Promise<readonly SignedIn[]> {
  const known = await knownHere(browsers, ctx);
  const found = await Promise.all(
    known.map(async ({ uid, account }) => {
      if (of !== undefined && account !== of) return [];
      const session = await sessions.get(uid);
      return session?.account === account && sessions.isLiving(session) ? [{ ...session, account }] : [];
    }),
  );
  return found.flat();
}

/** Those of them whose account lives too: whoever could be chosen without a password. */
export async function signedInHere(rooms: SignedInHereRooms, ctx: Here): Promise<readonly SignedIn[]> {
  const living = await livingHere(rooms, ctx);
  const areOpen = await Promise.all(living.map(({ account }) => rooms.accounts.isLiving(account)));
  return living.filter((_, index) => areOpen[index]);
}
