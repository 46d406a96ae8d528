import type { KoaContextWithOIDC } from 'oidc-provider';
import { z } from 'zod';
import type { Accounts } from '../accounts/index.ts';
import type { Browsers, Devices, Sessions } from '../devices/index.ts';
import { stateOf } from './request.ts';

/**
 * In which browser the first factor was proven; and how often everybody had been signed out of that by then, and the account
 * from elsewhere, which a node of an older version does not note.
 */
export const BrowserFacts = z.object({ id: z.string(), emptied: z.number(), ends: z.number().exactOptional() });
export type BrowserFacts = z.output<typeof BrowserFacts>;

/** Where it is looked up whether a proof counts still. */
export interface ProofRooms {
  readonly accounts: Pick<Accounts, 'isStillProven'>;
  readonly sessions: Pick<Sessions, 'lives'>;
  readonly browsers: Pick<Browsers, 'emptied'>;
  readonly devices: Pick<Devices, 'idOf' | 'endsOf'>;
}

/** To be noted before it is looked whether an account knows the browser: what ends in between is then seen by one of both. */
export async function factsOf(
  { browsers, devices }: Pick<ProofRooms, 'browsers' | 'devices'>,
  browser: string,
  account: string,
): Promise<BrowserFacts> {
  const counts = [browsers.emptied(browser), devices.endsOf(devices.idOf(account, browser))] as const;
  const [emptied, ends] = await Promise.all(counts);
  return { id: browser, emptied, ends };
}

/**
 * What a sign-in hands over with who signed in, beside what the engine knows of: `login` of an interaction's result. The
 * engine takes it once more when a page that comes after is done, so nothing of it may do harm when it is done again.
 */
const SignInFacts = z.object({
  /** The account's count of sign-outs everywhere at the moment when it proved who it is. */
  signOuts: z.number().default(0),
  /** See `Session`. */
  doubtful: z.boolean().default(false),
  sparedBy: z.number().exactOptional(),
  /** Id of the session in which the first factor was proven, where that was an earlier sign-in. */
  earlier: z.string().exactOptional(),
  browser: BrowserFacts.exactOptional(),
  /** See `SignInDetails`. */
  factor: z.string().exactOptional(),
  signals: z.string().exactOptional(),
  provenAt: z.number().exactOptional(),
  /** That the browser is to be spared the second factor from now on. */
  memory: z.object({ signOuts: z.number(), factorChanges: z.number(), count: z.number() }).exactOptional(),
});
export type SignInFacts = z.output<typeof SignInFacts>;

/** What was proven in a sign-in under way. */
export type Proof = Pick<SignInFacts, 'signOuts' | 'earlier' | 'browser'> & { readonly account: string };

/**
 * Whether it counts still: neither the account was signed out everywhere since, nor of this browser from elsewhere, nor
 * everybody out of the browser; and what was taken from a session counts no longer than that, or whoever has a copy of its
 * cookie would go on in a sign-in that they began before its owner ended it.
 */
export async function isProofGood(rooms: ProofRooms, { account, signOuts, earlier, browser }: Proof): Promise<boolean> {
  const { accounts, sessions } = rooms;
  // The account first: what does not owe an end any more has ended the session.
  if (!(await accounts.isStillProven(account, signOuts))) return false;
  if (earlier !== undefined && !(await sessions.lives(earlier))) return false;
  if (browser === undefined) return true;
  const { emptied, ends } = await factsOf(rooms, browser.id, account);
  return emptied === browser.emptied && (browser.ends ?? ends) === ends;
}

/** The proof in what a sign-in handed over. */
export function proofIn(login: { readonly accountId: string; readonly [fact: string]: unknown }): Proof {
  const { signOuts, earlier, browser } = SignInFacts.parse(login);
  return {
    ...{ account: login.accountId, signOuts },
    ...(earlier !== undefined && { earlier }),
    ...(browser && { browser }),
  };
}

/** What the sign-in that this request ends says of itself. @returns undefined where it ends none */
export function signInOf({ oidc }: KoaContextWithOIDC): SignInFacts | undefined {
  const login = oidc.result?.login;
  return login && SignInFacts.parse(login);
}

/** What counts for the session of a request when it is asked what it still needs. */
export const countsFor = (
  ctx: KoaContextWithOIDC,
): { readonly doubtful?: boolean; readonly sparedBy?: number | undefined } =>
  signInOf(ctx) ?? stateOf(ctx).session?.session ?? {};
