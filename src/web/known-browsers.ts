import type { Context } from 'koa';
import type { Account, Accounts } from '../accounts/index.ts';
import type { Browsers, Device, Devices } from '../devices/index.ts';
import type { FirstDenied } from '../factors/index.ts';
import { stateOf } from '../provider/index.ts';
import type { SignInSeen } from '../risk/index.ts';

/** What is needed to tell whether an account knows a browser. */
export interface KnownBrowsers {
  readonly devices: Pick<Devices, 'idOf' | 'get'>;
  readonly browsers: Pick<Browsers, 'signOutsOf'>;
  readonly accounts: Pick<Accounts, 'get'>;
}

/**
 * The device that an account is in this browser: only where it has signed in there since it was last signed out everywhere,
 * and since its owner ended just that device, and the browser proves that. Who has planted its cookie, or has a copy of it,
 * would have as many guesses more, and use up what the owner has there. So would whoever knew the password of before, in as
 * many browsers as they signed in in with it: the owner puts them out by a new one, and their browsers are strangers from
 * the same step on.
 * @param account as its record is now; undefined where there is none
 */
export async function ownDevice(
  host: KnownBrowsers,
  ctx: Context,
  account: Pick<Account, 'id' | 'signOuts'> | undefined,
): Promise<Device | undefined> {
  const { device, signOutsThere } = await deviceHere(host, ctx, account?.id);
  return device && isSettled(device) && signOutsThere === (account?.signOuts ?? 0) ? device : undefined;
}

/**
 * The device that an account is in this browser, and how often it had been signed out everywhere when it last signed in
 * there: undefined where the browser does not prove that it ever did, other than by apps that ask for less.
 */
async function deviceHere(
  { devices, browsers }: Pick<KnownBrowsers, 'devices' | 'browsers'>,
  ctx: Context,
  id = '',
): Promise<{ readonly device: Device | undefined; readonly signOutsThere: number | undefined }> {
  const { browser = '', accounts: proof } = stateOf(ctx);
  const [device, signOutsThere] = await Promise.all([
    devices.get(devices.idOf(id, browser)),
    browsers.signOutsOf(browser, proof, id),
  ]);
  return { device: device?.account === id ? device : undefined, signOutsThere };
}

/**
 * Whether an account knows this browser: its own, and not only by apps that ask for less.
 * @returns `put-out` where it did until it was signed out everywhere; not where its owner has ended just that device, or
 *   said that it was not them. `first` where it has signed in nowhere yet
 */
export async function familiarity(
  host: KnownBrowsers,
  ctx: Context,
  account: Pick<Account, 'id' | 'signOuts' | 'firstDevice'>,
): Promise<SignInSeen['device']> {
  const { device, signOutsThere } = await deviceHere(host, ctx, account.id);
  if (device && isSettled(device) && signOutsThere === (account.signOuts ?? 0)) return 'known';
  // Also where it came back to an app that asks for less: else that would make it one that was never used.
  if (device && !device.putOut && signOutsThere !== undefined) return 'put-out';
  return account.firstDevice === undefined ? 'first' : 'new';
}

/**
 * Whether this browser was the account's own before there was a first factor that was denied since: signed in to then, and
 * not only by apps that ask for less, or under a cookie that somebody else planted. Not where its owner has put it out; and
 * who came back since has been there from then on.
 */
export async function isOwnSince(
  host: Pick<KnownBrowsers, 'devices' | 'browsers'>,
  ctx: Context,
  account: string,
  { knownBefore, ownFrom = Infinity }: Pick<FirstDenied, 'knownBefore' | 'ownFrom'>,
): Promise<boolean> {
  const { device, signOutsThere = -1 } = await deviceHere(host, ctx, account);
  return device !== undefined && isSettled(device) && device.createdAt < knownBefore && signOutsThere >= ownFrom;
}

/** One that its owner has ended from elsewhere is a stranger too, until somebody comes in there and the owner is told. */
const isSettled = ({ doubtful = false, putOut = false }: Device): boolean => !doubtful && !putOut;

/**
 * Keeps this browser an account's own, where it was until then, after its person has signed the account out everywhere by a
 * letter. They have yet to come in, and whoever guesses or asks for letters elsewhere would keep them out of it.
 * @param account as that step has left it
 */
export async function stayOwn(
  { browsers }: { readonly browsers: Pick<Browsers, 'stayOwn'> },
  ctx: Context,
  { id, signOuts = 0 }: Pick<Account, 'id' | 'signOuts'>,
): Promise<void> {
  const { browser = '', accounts: proof } = stateOf(ctx);
  await browsers.stayOwn(browser, proof, { account: id, signOuts });
}

/**
 * The same device as `ownDevice`, where the account has proven a second factor in it before. Not where only its
 * password was given: that, where an app asks for no more, would make as many browsers known as somebody likes who guesses
 * the rest.
 */
export async function browserWithFactor(
  host: KnownBrowsers,
  ctx: Context,
  account: string,
): Promise<string | undefined> {
  const device = await ownDevice(host, ctx, await host.accounts.get(account));
  return device?.factors?.length ? device.id : undefined;
}
