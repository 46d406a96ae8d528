import type { Context } from 'koa';
import type { Account } from '../../accounts/index.ts';
import type { Session } from '../../devices/index.ts';
import { knownHere, livingHere, stateOf } from '../../provider/index.ts';
import { placeSession, sessionInPlace } from '../middleware/session.ts';
import type { Person } from '../pages/index.ts';
import type { SignOutHost } from './host.ts';

/** Somebody who is signed in in a browser. */
export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
  /** Whether this is who apps get without asking. The others can be chosen, without a password. */
  readonly inPlace: boolean;
  /** Whether the session's time is over: it can be chosen no more, and apps are signed in by it still. */
  readonly late: boolean;
}

type Here = Pick<Context, 'cookies' | 'state'>;

/**
 * Everybody whom a sign-out in this browser can be about, by the cookie of the session in place, and by that of its last
 * sign-in for the others. Whoever is in place is the first, then who was used last, then those who are late,
 * whose sign-in began last; a browser has few.
 */
export async function everybodyHere(host: SignOutHost, ctx: Here): Promise<readonly SignedIn[]> {
  const current = await sessionInPlace(host, ctx);
  const others = (await livingHere(host, ctx)).filter(({ id }) => id !== current?.id);
  const living: readonly Session[] = current ? [current, ...others] : others;
  const late = await lateHere(host, ctx);
  const found = await Promise.all([...living, ...late].map((one) => withAccount(host, one)));
  return found
    .flatMap((one) => one ?? [])
    .map((one) => ({ ...one, inPlace: one.session.id === current?.id, late: !living.includes(one.session) }));
}

/**
 * The sessions of this browser whose time is over and by which apps are signed in still. Their cookies find them no more,
 * so what proves them is the cookie of the browser's last sign-in, which only an account that signed in here has.
 */
async function lateHere(host: SignOutHost, ctx: Here): Promise<Session[]> {
  const { browser, accounts: proof } = stateOf(ctx);
  if (browser === undefined) return [];
  const own = await host.browsers.accountsOf(browser, proof);
  // Of those too to which the browser is not their own: a doubtful sign-in is signed out like any.
  const known = await knownHere(host.browsers, ctx);
  const accounts = new Set([...own, ...known.map(({ account }) => account)]);
  const devices = [...accounts].map((account) => host.devices.idOf(account, browser));
  const sessions = (await Promise.all(devices.map((device) => host.sessions.ofDevice(device)))).flat();
  const over = sessions.filter((session) => !host.sessions.isLiving(session));
  const holding = await Promise.all(over.map(({ id }) => host.families.holds(id)));
  return over.filter((_, index) => holding[index]).sort((a, b) => b.createdAt - a.createdAt);
}

async function withAccount(
  { accounts }: SignOutHost,
  session: Session,
): Promise<Pick<SignedIn, 'session' | 'account'> | undefined> {
  // A suspended one is signed in nowhere, also while its sessions are still being ended.
  const account = session.account === undefined ? undefined : await accounts.living(session.account);
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
 * Signs everybody out of this browser: whom its page shows, who is on the way in, and who signed in in another tab of which
 * this one does not know yet.
 */
export async function signOutAll(host: SignOutHost, ctx: Here, shown: readonly SignedIn[]): Promise<void> {
  const { browser, accounts: proof, origin } = stateOf(ctx);
  const entered = browser === undefined ? [] : await host.browsers.empty(browser, proof);
  const unseen = entered.filter((uid) => !shown.some(({ session }) => session.id === uid));
  for (const session of await Promise.all(unseen.map(host.sessions.get)))
    if (session) await host.sessions.signOut(session, origin);
  await signOut(host, ctx, shown);
}

/** Each person once, however many sessions are theirs. */
export const peopleOf = (those: readonly SignedIn[]): Person[] => [
  ...new Map(those.map((one) => [one.account.id, personOf(one)])).values(),
];

export const personOf = ({ account: { email, name } }: SignedIn): Person => ({ email, ...(name && { name }) });
