import type { Context, Middleware } from 'koa';
import { isBeingSecured, type Account } from '../../accounts/index.ts';
import type { Found, Session } from '../../devices/index.ts';
import { levelOf } from '../../factors/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { wishedLanguages } from '../middleware/language.ts';
import { placeSession, sessionIn } from '../middleware/session.ts';
import type { Form, OwnPage, Page, Person, ResetNotice } from '../pages/index.ts';
import type { AccountHost } from './host.ts';
import { resetsOf, stopResetPaths } from './reset-notices.ts';
import { askToSignIn } from './sign-in.ts';

/** Who asks for a page of "my account": everything there is about this account and no other. */
export interface Own {
  readonly account: Account;
  readonly session: Session;
  /** What waits to happen to the account, and whoever is signed in can stop. */
  readonly resets: readonly Omit<ResetNotice, 'form'>[];
}

const owners = new WeakMap<Context, Own>();

/** Who was found signed in. */
export function ownOf(ctx: Context): Own {
  const own = owners.get(ctx);
  if (!own) throw new Error('a page of an account without the account');
  return own;
}

/** Finds who is signed in in this browser. Where nobody is, the sign-in comes first, and then this page. */
export function findOwner(host: AccountHost): Middleware {
  return async (ctx, next) => {
    const found = await sessionIn(host, ctx);
    const account = found?.session.account === undefined ? undefined : await host.accounts.get(found.session.account);
    // A page that was posted is come back to by its address: each form's is that of its page.
    if (!found || !account || account.disabledAt !== undefined) return askToSignIn(host, ctx, ctx.url);
    // Which sessions end by a "this was not me" is not done: nothing is changed by one of them meanwhile.
    if (isBeingSecured(account)) return askAnew(host, ctx);
    if (!(await hasProvenEnough(host, account.id, found.session))) return askToSignIn(host, ctx, ctx.url);
    await stayActive(host, ctx, found);
    stateOf(ctx).session = found;
    owners.set(ctx, { account, session: found.session, resets: await resetsOf(host, account) });
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
  const session = await host.sessions.get(found.id);
  return session !== undefined && host.sessions.isLiving(session);
};

/**
 * Whether a session may see its account: where second factors are asked for, one that began without does not, be it that
 * the app it began in needs none. The engine then asks for what is missing.
 */
async function hasProvenEnough(
  { factors, memories }: AccountHost,
  account: string,
  { amr = [], device = '', doubtful, sparedBy }: Session,
): Promise<boolean> {
  const spared = sparedBy !== undefined && (await memories.stillHolds(device, sparedBy));
  const step = await factors.next({ account, level: levelOf(amr), doubtful, spared });
  return step.is === 'enough' || (step.is === 'enrol' && step.until !== undefined);
}

/** Notes that the session is in use, at most once a minute, and lets its cookie last as long as it does now. */
async function stayActive(host: AccountHost, ctx: Context, found: Found): Promise<void> {
  const kept = await host.sessions.keep(found, {}, false, stateOf(ctx).origin);
  if (!kept || kept.revision === found.session.revision) return;
  // Moved on by a sign-in in another tab meanwhile: its cookie is for who proved something there.
  if (found.stale || kept.generation !== found.session.generation) return;
  placeSession(host, ctx, kept);
}

/** The page with all that one signs in with. */
export const securityPath = '/account/security';

/** How long ago somebody may have proved who they are to do what is sensitive, in seconds. */
const recent = 5 * 60;

/**
 * Asks for the sign-in once more where the last one was too long ago: who finds an open browser is not its owner. Whoever
 * has a second factor proves it too, also where nobody is asked for it: an app may be, and would be given the new one.
 */
export function requireRecentSignIn(host: AccountHost): Middleware {
  return async (ctx, next) => {
    const { account, session } = ownOf(ctx);
    const { authTime = 0, amr = [] } = session;
    const level = 'urn:postern:two-factors';
    const isOld = host.clock.now() - authTime > recent;
    const step = await host.factors.next({ account: account.id, level: levelOf(amr), wanted: level });
    if (!isOld && step.is !== 'prove') return void (await next());
    askToSignIn(host, ctx, ctx.url, { level, ...(isOld && { prompt: 'login' }) });
  };
}

/** What a form of a page acts on: one session's, so that a form from before the account was changed does nothing. */
const scopeOf = (ctx: Context, path = ctx.path): string => `account\0${ownOf(ctx).session.id}\0${path}`;

/** A form that goes to another page. */
export const formTo = (host: AccountHost, ctx: Context, path: string): Form => ({
  action: path,
  csrf: host.csrf.token(ctx, scopeOf(ctx, path)),
});

/** The form of this page. */
export const formHere = (host: AccountHost, ctx: Context): Form => formTo(host, ctx, ctx.path);

/** A form of another site, browser, account or page is not taken; the page can be opened anew. */
export function csrf(host: AccountHost): Middleware {
  return async (ctx, next) => {
    const { csrf: given } = (ctx.request as { body?: Record<string, unknown> }).body ?? {};
    try {
      host.csrf.verify(ctx, scopeOf(ctx), given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const state = stateOf(ctx);
      state.failure = error;
      const next = { to: 'try-again', url: ctx.path } as const;
      return show(
        host,
        ctx,
        { kind: 'error', reason: 'foreign-form', reference: state.origin.requestId, next },
        error.status,
      );
    }
    await next();
  };
}

/** What every page of "my account" has. */
export function commonOf(host: AccountHost, ctx: Context): Pick<OwnPage, 'person' | 'now' | 'resets'> {
  const { account, resets } = ownOf(ctx);
  const notices = resets.map((reset) => ({ ...reset, form: formTo(host, ctx, stopResetPaths[reset.of]) }));
  return { person: personOf(account), now: host.clock.now(), ...(notices.length > 0 && { resets: notices }) };
}

const personOf = ({ email, name }: Account): Person => ({ email, ...(name && { name }) });

export function show({ pages }: AccountHost, ctx: Context, page: Page, status = 200): void {
  const wished = wishedLanguages(ctx);
  pages.render(ctx, page, { status, ...(wished !== undefined && { uiLocales: wished }) });
}

/** After something was done: on to a page that says so, which can be loaded again. */
export function goTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}
