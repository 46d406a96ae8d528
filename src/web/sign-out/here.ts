import type { Context } from 'koa';
import type { Account } from '../../accounts/index.ts';
import type { Session } from '../../devices/index.ts';
import { stateOf } from '../../provider/index.ts';
import { placeSession, sessionIn } from '../middleware/session.ts';
import type { Person } from '../pages/index.ts';
import type { SignOutHost } from './host.ts';

/** Somebody who is signed in in a browser. */
export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
  /** Whether this is who apps get without asking. The others can be chosen, without a password. */
  readonly inPlace: boolean;
}

type Here = Pick<Context, 'cookies' | 'state'>;

/**
 * Everybody who is signed in in this browser, and whom it proves: by the cookie of the session in place, and by that of
 * its last sign-in for the others. Whoever is in place is the first, then who was used last; a browser has few.
 */
export async function signedInHere(host: SignOutHost, ctx: Here): Promise<readonly SignedIn[]> {
  const { browser, accounts: proof, window } = stateOf(ctx);
  const current = (await sessionIn(host, ctx))?.session;
  const known = browser === undefined ? [] : await host.browsers.sessionsOf(browser, proof, window);
  const others = known.filter(({ uid }) => uid !== current?.id);
  const sessions = [current, ...(await Promise.all(others.map(({ uid }) => host.sessions.get(uid))))];
  const found = await Promise.all(sessions.map((session) => withAccount(host, session)));
  return found.flatMap((one) => one ?? []).map((one) => ({ ...one, inPlace: one.session.id === current?.id }));
}

async function withAccount(
  { sessions, accounts }: SignOutHost,
  session: Session | undefined,
): Promise<Omit<SignedIn, 'inPlace'> | undefined> {
  if (session?.account === undefined || !sessions.isLiving(session)) return undefined;
  // A suspended one is signed in nowhere, also while its sessions are still being ended.
  const account = await accounts.living(session.account);
  return account && { session, account };
}

/**
 * Ends sessions of this browser, each in one step of its own: by the answer their apps' sign-ins have ended, and those
 * that are to be told have a letter on its way. Who is not named stays in place.
 */
export async function signOut(host: SignOutHost, ctx: Here, those: readonly SignedIn[]): Promise<void> {
  const { origin } = stateOf(ctx);
  for (const { session } of those) await host.sessions.signOut(session, origin);
  if (those.some(({ inPlace }) => inPlace)) placeSession(host, ctx);
}

/**
 * Ends a session of this browser whose time is over and by which apps are signed in still. Its cookie finds it no more, so
 * what proves it is the cookie of the browser's last sign-in, which only an account that signed in here has.
 * @param isMeant says which
 * @returns whether there was one
 */
export async function signOutLate(
  host: SignOutHost,
  ctx: Here,
  isMeant: (session: Session) => boolean,
): Promise<boolean> {
  const { browser, accounts: proof, origin } = stateOf(ctx);
  if (browser === undefined) return false;
  const accounts = await host.browsers.accountsOf(browser, proof);
  const devices = accounts.map((account) => host.devices.idOf(account, browser));
  const sessions = (await Promise.all(devices.map((device) => host.sessions.ofDevice(device)))).flat();
  const late = sessions.filter((session) => !host.sessions.isLiving(session) && isMeant(session));
  for (const session of late) await host.sessions.signOut(session, origin);
  return late.length > 0;
}

export const personOf = ({ account: { email, name } }: SignedIn): Person => ({ email, ...(name && { name }) });
