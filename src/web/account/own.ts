import type { Context, Middleware } from 'koa';
import { isBeingSecured, type Account } from '../../accounts/index.ts';
import { hasOneFactor } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { sessionIn } from '../middleware/session.ts';
import type { OwnPage, Person, ResetNotice } from '../pages/index.ts';
import { hasProvenEnough } from '../proven-enough.ts';
import { askToSignIn, formTo, noteOwn, ownOf, stayActive } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { resetsOf, stopResetPaths } from './reset-notices.ts';

/** What waits to happen to an account, and whoever is signed in can stop. */
const waiting = new WeakMap<Context, readonly Omit<ResetNotice, 'form'>[]>();

/** Finds who is signed in in this browser. Where nobody is, the sign-in comes first, and then this page. */
export function findOwner(host: AccountHost): Middleware {
  return async (ctx, next) => {
    const found = await sessionIn(host, ctx);
    const account = found?.session.account === undefined ? undefined : await host.accounts.get(found.session.account);
    // A page that was posted is come back to by its address: each form's is that of its page.
    if (!found || !account || account.disabledAt !== undefined) return askToSignIn(host, ctx, ctx.url);
    // Which sessions end by a "this was not me" is not done: nothing is changed by one of them meanwhile.
    if (isBeingSecured(account)) return askAnew(host, ctx);
    // The engine then asks for what is missing.
    if (!(await hasProvenEnough(host, account.id, found.session.amr ?? [], found.session)))
      return askToSignIn(host, ctx, ctx.url);
    await stayActive(host, ctx, found);
    stateOf(ctx).session = found;
    noteOwn(ctx, { account, session: found.session });
    waiting.set(ctx, await resetsOf(host, account));
    await next();
  };
}

/** Asks who is there, whatever session this browser has: the engine goes by one until it has ended. */
export const askAnew = (host: AccountHost, ctx: Context): void => askToSignIn(host, ctx, ctx.url, { prompt: 'login' });

/**
 * Whether who was found signed in is so still: what is about to be added would outlive the session. Not by the count of
 * sign-outs, of which a session that was kept has an older one.
 */
export const isOwnerStill = (host: AccountHost, ctx: Context) => async (): Promise<boolean> => {
  const { account: before, session: found } = ownOf(ctx);
  const account = await host.accounts.living(before.id);
  if (!account || isBeingSecured(account)) return false;
  // After the account: what does not owe an end any more has ended it.
  return host.sessions.lives(found.id);
};

/** Whether the account has one second factor left: without any, the next one counts as the first, and the mailbox denies that. */
export async function isLastFactor(host: AccountHost, ctx: Context): Promise<boolean> {
  const record = await host.factors.get(ownOf(ctx).account.id);
  return record !== undefined && hasOneFactor(record);
}

/** The page with all that one signs in with. */
export const securityPath = '/account/security';

/** What every page of "my account" has. */
export function commonOf(host: AccountHost, ctx: Context): Pick<OwnPage, 'person' | 'now' | 'resets'> {
  const { account } = ownOf(ctx);
  const resets = waiting.get(ctx) ?? [];
  const notices = resets.map((reset) => ({ ...reset, form: formTo(host, ctx, stopResetPaths[reset.of]) }));
  return { person: personOf(account), now: host.clock.now(), ...(notices.length > 0 && { resets: notices }) };
}

const personOf = ({ email, name }: Account): Person => ({ email, ...(name && { name }) });
