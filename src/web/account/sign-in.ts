import type { Context, Middleware } from 'koa';
import { timingSafeEqual } from 'node:crypto';
import { randomSecret } from '../../ids.ts';
import { accountClient } from '../../own-clients.ts';
import type { AuthenticationLevel } from '../../factors/index.ts';
import { routes, stateOf } from '../../provider/index.ts';
import { wishedLanguages } from '../middleware/language.ts';
import { sessionIn } from '../middleware/session.ts';
import { signedInHere, tellSignedOut } from '../sign-out/index.ts';
import type { AccountHost } from './host.ts';

/** Characters of a path that is come back to; whoever asks for a longer one comes back to the first page. */
const longestPath = 500;

/**
 * Sends the browser to the authorization endpoint, as any app does, and back to a page of ours afterwards.
 *
 * The code that comes back is never redeemed: the session in this browser is what counts, and the engine has made or
 * found it. So the challenge is one that nobody knows the verifier of.
 * @param prompt `login`: prove again who you are. `select_account`: choose which account
 * @param level  what must be proven, where that is more than usual
 */
export function askToSignIn(
  host: AccountHost,
  ctx: Context,
  to: string,
  { prompt, level }: { readonly prompt?: 'login' | 'select_account'; readonly level?: AuthenticationLevel } = {},
): void {
  const languages = wishedLanguages(ctx);
  const query = new URLSearchParams({
    client_id: accountClient.id,
    redirect_uri: `${host.issuer}${accountClient.callback}`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: randomSecret(),
    code_challenge_method: 'S256',
    state: stateFor(host, ctx, to.length > longestPath ? accountClient.home : to),
    ...(prompt && { prompt }),
    ...(level && { acr_values: level }),
    ...(languages !== undefined && { ui_locales: languages }),
  });
  ctx.redirect(`${routes.authorization}?${query.toString()}`);
  ctx.status = 303;
}

/** GET /account/callback: the engine is done; on to the page that was asked for. */
export const comeBack =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const to = pathIn(host, ctx, ctx.query['state']) ?? accountClient.home;
    if (ctx.query['error'] === undefined) return leadTo(ctx, to);
    // The person went back. Somebody may be signed in all the same, and only did not want to prove it again.
    if (await sessionIn(host, ctx)) return leadTo(ctx, accountClient.home);
    tellSignedOut(host, ctx, await signedInHere(host, ctx), { next: { to: 'sign-in', url: to } });
  };

function leadTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}

/** The page to come back to, sealed for this browser: nobody else's link decides where a sign-in ends. */
function stateFor(host: AccountHost, ctx: Context, path: string): string {
  return `${Buffer.from(path).toString('base64url')}.${sealOf(host, ctx, path)}`;
}

function pathIn(host: AccountHost, ctx: Context, state: unknown): string | undefined {
  const [encoded = '', seal = ''] = typeof state === 'string' ? state.split('.') : [];
  const path = Buffer.from(encoded, 'base64url').toString();
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(host, ctx, path))];
  return given.length === right.length && timingSafeEqual(given, right) ? path : undefined;
}

const sealOf = ({ digest }: AccountHost, ctx: Context, path: string): string =>
  digest('account-return', `${stateOf(ctx).browser ?? ''}\0${path}`);
