import type { Context } from 'koa';
import { normaliseEmail, type Account, type Accounts, type Turns } from '../accounts/index.ts';
import type { Browsers, Devices } from '../devices/index.ts';
import { Refused } from '../errors.ts';
import {
  tooMany,
  type Allowed,
  type Attempt,
  type Offer,
  type Protection,
  type RefusedTry,
} from '../protection/index.ts';
import { stateOf } from '../provider/index.ts';
import { MustPass, passIn } from './must-pass.ts';
import { browserWithFactor, ownDevice, stayOwn, type KnownBrowsers } from './known-browsers.ts';
import { NetworkPaused } from './network-paused.ts';

/** What is needed to count tries. */
export interface TriesHost {
  readonly accounts: Pick<Accounts, 'byEmail' | 'get'>;
  readonly devices: Pick<Devices, 'idOf' | 'get'>;
  readonly browsers: Pick<Browsers, 'signOutsOf' | 'accountsOf' | 'stayOwn'>;
  readonly protection: Pick<Protection, 'attempt' | 'forget'>;
}

/** What is needed to count tries of an account that is known by its id. */
interface AccountTriesHost extends KnownBrowsers {
  readonly protection: Pick<Protection, 'attempt'>;
}

/** What is tried, and by whom, but for where it comes from. */
type Tried = Omit<Parameters<Protection['attempt']>[0], 'origin' | 'pass'>;

/**
 * Counts a try, with what came with the form to pass what others have used up. Every try of a page goes by here.
 * @throws {MustPass} where there is something to do before the try
 * @throws {NetworkPaused} where nobody may try it from there for a while
 */
async function attemptWith(
  { protection }: { readonly protection: Pick<Protection, 'attempt'> },
  ctx: Context,
  one: Tried,
  ready?: () => void,
): Promise<Attempt> {
  const { pass } = passIn(ctx);
  const { origin } = stateOf(ctx);
  const attempt = await protection.attempt({ ...one, origin, ...(pass !== undefined && { pass }) }, 1, ready);
  if (attempt.outcome === 'refused' && attempt.banned) throw new NetworkPaused(attempt.wait);
  if (attempt.outcome === 'refused' && attempt.offer) throw new MustPass(attempt.wait, attempt.offer);
  return attempt;
}

/** A password that was compared. */
interface Compared<T> {
  readonly outcome: 'compared';
  readonly result: T;
  /** What the next one typed there will have to come with: then the form has it already, and it is typed once. */
  readonly ahead?: Offer;
}

/**
 * Tries a password, whichever page it is typed on: counted before it is compared with anything. In a flood the counting costs
 * more than to turn somebody away, so it is only done for what has its place among what is compared. What is refused without
 * being counted has none: whoever sends what is refused anyhow, for ever, would else keep the places of others.
 * @param identifier as it was typed: one that no account has is counted under what it is, and looked up just the same
 * @param isRight of what came out
 * @throws {MustPass}
 * @throws {Refused} temporarily_unavailable when too many are compared
 */
export async function tryPassword<T>(
  host: TriesHost & { readonly passwordTurns: Pick<Turns, 'requireRoom' | 'withPlace'> },
  ctx: Context,
  { identifier, password }: { readonly identifier: string; readonly password: string },
  compare: () => Promise<T>,
  isRight: (result: T) => boolean,
): Promise<Compared<T> | RefusedTry> {
  host.passwordTurns.requireRoom();
  return host.passwordTurns.withPlace(async (keep) => {
    const attempt = await attemptWith(host, ctx, await passwordTried(host, ctx, identifier), keep);
    if (attempt.outcome === 'refused') return attempt;
    return { outcome: 'compared', ...(await carriedOut(attempt, compare, isRight, password)) };
  });
}

/**
 * Forgets the wrong passwords that were typed at this place for an account which has just got a new one by a letter: its
 * owner is here, and has yet to come in with it.
 */
export async function forgetPasswords(host: TriesHost, ctx: Context, account: Account): Promise<void> {
  await stayOwn(host, ctx, account);
  await host.protection.forget({ ...(await passwordTried(host, ctx, account.email)), origin: stateOf(ctx).origin });
}

/**
 * Gives back the letters for a new password that were asked for in browsers of an account, whose owner has just put somebody
 * out by a letter: that one may have used them up, and the owner has to ask for one now.
 * @param signOuts how often it was signed out everywhere with that
 */
export async function forgetAskedLetters(host: TriesHost, ctx: Context, id: string, signOuts: number): Promise<void> {
  await stayOwn(host, ctx, { id, signOuts });
  const account = await host.accounts.get(id);
  if (!account) return;
  const { browser = '', origin } = stateOf(ctx);
  const device = host.devices.idOf(id, browser);
  await host.protection.forget({ kind: 'recovery', account: mailboxOf(account.email), device, origin });
}

async function passwordTried(host: TriesHost, ctx: Context, identifier: string): Promise<Tried> {
  const typed = normaliseEmail(identifier) ?? identifier.normalize('NFKC').trim().toLowerCase();
  const account = await host.accounts.byEmail(typed);
  // Looked for also where there is no account: the time tells nothing.
  const device = await ownDevice(host, ctx, account);
  return {
    kind: 'password',
    account: typed,
    ...(account && { subject: account.id }),
    ...(account && device && { device: device.id, signOuts: account.signOuts ?? 0 }),
  };
}

/**
 * Does what a try was counted for, and says how it went.
 * @param isRight of what came out
 */
export async function carryOut<T>(
  attempt: Allowed,
  work: () => Promise<T>,
  isRight: (result: T) => boolean,
): Promise<T> {
  return (await carriedOut(attempt, work, isRight)).result;
}

async function carriedOut<T>(
  attempt: Allowed,
  work: () => Promise<T>,
  isRight: (result: T) => boolean,
  password?: string,
): Promise<Omit<Compared<T>, 'outcome'>> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // Turned away before it was its turn. After any other failure it is not known what was compared: it stays counted.
    if (error instanceof Refused && error.code === 'temporarily_unavailable') await attempt.untried();
    throw error;
  }
  if (isRight(result)) {
    await attempt.succeeded();
    return { result };
  }
  const ahead = await attempt.failed(password);
  return { result, ...(ahead && { ahead }) };
}

/**
 * Counts a try of a code of a letter from where it comes.
 * @throws {MustPass}
 * @throws {Refused} too_many_requests
 */
export async function codeAttempt(host: TriesHost, ctx: Context): Promise<Allowed> {
  const attempt = await attemptWith(host, ctx, { kind: 'code' });
  if (attempt.outcome === 'refused') throw tooMany(attempt);
  return attempt;
}

/**
 * Looks for what a link of a letter is about, and counts it from where it comes only if that is nothing. A good one is never
 * refused: by such a link an owner stops an intruder, and whoever has the same public address must not keep them from it with
 * wrong codes of their own. Nobody guesses its random bits, and its page says to anybody whether it is good.
 * @throws {MustPass}
 * @throws {Refused} too_many_requests
 */
export async function foundByLink<T>(
  host: TriesHost,
  ctx: Context,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const found = await look();
  if (found === undefined) await (await codeAttempt(host, ctx)).failed();
  return found;
}

/**
 * Counts an answer of a passkey. Apart from codes: there is nothing to guess, and whoever sends ones that are wrong would
 * use up what people around have for those that they type.
 * @param account its id, where it is known before the passkey says whose it is
 * @throws {MustPass}
 * @throws {Refused} too_many_requests
 */
export async function passkeyAttempt(host: TriesHost, ctx: Context, account?: string): Promise<Allowed> {
  const of = account === undefined ? await ofAnyOwn(host, ctx) : await ofAccount(host, ctx, account);
  const attempt = await attemptWith(host, ctx, { kind: 'passkey', ...of });
  if (attempt.outcome === 'refused') throw tooMany(attempt);
  return attempt;
}

/**
 * What a try is counted under before it is known whose it is: a browser that is the own one of any account has what is its
 * own, or a neighbour who sends refused passkeys would close it until the next day.
 */
async function ofAnyOwn(host: TriesHost, ctx: Context): Promise<Pick<Tried, 'device'>> {
  const { browser = '', accounts: proof } = stateOf(ctx);
  for (const id of await host.browsers.accountsOf(browser, proof)) {
    const device = await ownDevice(host, ctx, await host.accounts.get(id));
    if (device) return { device: device.id };
  }
  return {};
}

/**
 * Counts a code that is to prove a second factor, from where it comes. The account counts its own tries in its record, so that a
 * stranger does not make its owner wait; here they are counted who try at many accounts.
 * @param account its id
 * @returns and the browser whose count it is there: see `browserWithFactor`
 * @throws {MustPass}
 */
export async function factorAttempt(
  host: AccountTriesHost,
  ctx: Context,
  account: string,
): Promise<{ readonly attempt: Attempt; readonly browser: string | undefined }> {
  const browser = await browserWithFactor(host, ctx, account);
  const one = { kind: 'factor', account, subject: account, ...(browser !== undefined && { device: browser }) } as const;
  return { attempt: await attemptWith(host, ctx, one), browser };
}

/**
 * Counts a code that is to add a factor, from where it comes. Not the first code of an app that is set up: its seed is on
 * the page, and there is nothing to guess.
 * @param account its id
 * @throws {MustPass}
 */
export async function addingAttempt(host: AccountTriesHost, ctx: Context, account: string): Promise<Attempt> {
  return attemptWith(host, ctx, { kind: 'factor', ...(await ofAccount(host, ctx, account)) });
}

/** What a try is counted under that is for an account whose first factor was proven. */
async function ofAccount(host: KnownBrowsers, ctx: Context, account: string): Promise<Omit<Tried, 'kind'>> {
  const device = await ownDevice(host, ctx, await host.accounts.get(account));
  return { account, subject: account, ...(device && { device: device.id }) };
}

/**
 * What letters to an address are counted under: nothing that follows a `+` before the `@` is looked at, or one mailbox would
 * have as many letters as its owner's name can be written. It says whose an address is in no other place.
 */
const mailboxOf = (email: string): string => email.replace(/^([^@+]+)\+[^@]*@/, '$1@');

/**
 * Counts a letter to an address of somebody's choice: each one, there is nothing right about any.
 * @param asker id of the account that asks for it; left out where that may only be whose address it is
 * @throws {MustPass}
 */
export async function letterAttempt(host: TriesHost, ctx: Context, email: string, asker?: string): Promise<Attempt> {
  const { accounts } = host;
  // Looked for also where there is no account: the time tells nothing.
  const device = await ownDevice(
    host,
    ctx,
    await (asker === undefined ? accounts.byEmail(email) : accounts.get(asker)),
  );
  return attemptWith(host, ctx, { kind: 'letter', account: mailboxOf(email), ...(device && { device: device.id }) });
}

/**
 * The same for the letter with which a new password is set. In a browser that is the own one of the account of this address
 * it is counted there: strangers do not use up its owner's way back in, nor does who was put out of the account.
 *
 * The accounts of the browser are looked at, and not who has the address: what is done for it is the same whether anybody
 * has, and who never signed in to an account here learns nothing of it by the time. Whether the browser is its own still is
 * asked for such an account alone.
 * @throws {MustPass}
 */
export async function recoveryAttempt(host: TriesHost, ctx: Context, email: string): Promise<Attempt> {
  const { browser = '', accounts: proof } = stateOf(ctx);
  const known = await host.browsers.accountsOf(browser, proof);
  const accounts = await Promise.all(known.map((id) => host.accounts.get(id)));
  const own = accounts.find((account) => account?.email === email);
  const device = own && (await ownDevice(host, ctx, own));
  const account = mailboxOf(email);
  return attemptWith(host, ctx, { kind: 'recovery', account, ...(device && { device: device.id }) });
}

/**
 * Counts a password that is chosen, before it is judged: all are judged one after the other, and whoever had any number judged
 * would keep everybody else from choosing one.
 * @param account its id, where it is for one that is there
 * @throws {NetworkPaused}
 * @throws {Refused} too_many_requests
 */
export async function choiceAttempt(host: AccountTriesHost, ctx: Context, account?: string): Promise<void> {
  const of = account === undefined ? {} : await ofAccount(host, ctx, account);
  const attempt = await attemptWith(host, ctx, { kind: 'choice', ...of });
  if (attempt.outcome === 'refused') throw tooMany(attempt);
}

/**
 * The same of who has the link of a letter, and is not to be kept from it by whoever else is around.
 * @param whose id of the account, or the address that was invited
 * @throws {Refused} too_many_requests
 */
export async function choiceByLink(host: TriesHost, ctx: Context, whose: string): Promise<void> {
  const attempt = await attemptWith(host, ctx, { kind: 'choice-by-link', account: whose });
  if (attempt.outcome === 'refused') throw tooMany(attempt);
}

/**
 * Counts a code that is sent, to who has proven something of the account already.
 * @param to what it is sent by, and what it is counted under
 */
export async function messageAttempt(
  host: AccountTriesHost,
  ctx: Context,
  account: string,
  to: Pick<Tried, 'kind' | 'number' | 'prefix' | 'proven'>,
): Promise<Attempt> {
  return attemptWith(host, ctx, { ...to, ...(await ofAccount(host, ctx, account)) });
}
