import type { Context } from 'koa';
import type { InteractionResults } from 'oidc-provider';
import type { Account } from '../../accounts/index.ts';
import type { Session } from '../../devices/index.ts';
import { cookieNames, cookieOptions, stateOf } from '../../provider/index.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';

/**
 * Gives the engine what the person decided, and sends the browser on.
 * @param afresh whether what was decided earlier in this sign-in is no longer meant: it may have been another account
 */
export async function finish(
  host: InteractionHost,
  ctx: Context,
  result: InteractionResults,
  { afresh = 'error' in result }: { readonly afresh?: boolean } = {},
): Promise<void> {
  const to = await host.provider().interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: !afresh });
  // 303, never 307: a redirect must not carry the posted password on (RFC 9700 §4.12).
  ctx.redirect(to);
  ctx.status = 303;
}

/**
 * Ends a sign-in page: the account has proven who it is.
 *
 * A browser may have sessions of several accounts. The engine knows one, and would sign that one out with all its apps
 * when another account comes: so the account's own session is put in place first, or none.
 */
export async function finishSignIn(host: InteractionHost, ctx: Context, account: Pick<Account, 'id'>): Promise<void> {
  const current = await currentSession(host, ctx);
  if (current && current.account !== account.id) await putInPlace(host, ctx, await sessionOf(host, ctx, account.id));
  await finish(
    host,
    ctx,
    { login: { accountId: account.id, amr: ['pwd'], remember: true }, select_account: {}, create: {} },
    { afresh: true },
  );
}

/**
 * Ends the account chooser: the chosen account's session is the one that the app gets. A sign-in of another account
 * earlier on is forgotten, or the engine would sign the chosen one out and give the app the other.
 */
export async function finishChoice(host: InteractionHost, ctx: Context, session: Session): Promise<void> {
  const { login } = interactionOf(ctx).interaction.lastSubmission ?? {};
  await putInPlace(host, ctx, session);
  await finish(host, ctx, { select_account: {}, create: {} }, { afresh: login?.accountId !== session.account });
}

/** The session that the browser has in place. */
export async function currentSession(host: InteractionHost, ctx: Context): Promise<Session | undefined> {
  const value = ctx.cookies.get(cookieNames(host.secure).session, { signed: false });
  return value ? (await host.sessions.find(value))?.session : undefined;
}

/** The sessions that this browser has signed in to; some may have ended. */
export async function knownSessions(host: InteractionHost, ctx: Context) {
  const { browser, accounts } = stateOf(ctx);
  return browser === undefined ? [] : host.browsers.sessionsOf(browser, accounts);
}

/** The living session of an account in this browser. */
export async function sessionOf(host: InteractionHost, ctx: Context, account: string): Promise<Session | undefined> {
  const known = await knownSessions(host, ctx);
  const entry = known.find((session) => session.account === account);
  const session = entry && (await host.sessions.get(entry.uid));
  return session?.account === account && host.sessions.isLiving(session) ? session : undefined;
}

async function putInPlace(host: InteractionHost, ctx: Context, session: Session | undefined): Promise<void> {
  const { interaction } = interactionOf(ctx);
  const name = cookieNames(host.secure).session;
  ctx.cookies.set(name, session ? host.sessions.cookie(session) : null, {
    ...cookieOptions(host.secure),
    signed: false,
    ...(session && !session.transient && { expires: new Date(session.expiresAt * 1000) }),
  });
  if (session?.account !== undefined) {
    interaction.session = { accountId: session.account, uid: session.id, cookie: '' };
  } else {
    delete interaction.session;
  }
  await interaction.persist();
}
