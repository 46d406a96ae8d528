import type { Context } from 'koa';
import { timingSafeEqual } from 'node:crypto';
import { randomSecret } from '../../ids.ts';
import { accountClient } from '../../own-clients.ts';
import type { AuthenticationLevel } from '../../factors/index.ts';
import { routes, stateOf } from '../../provider/index.ts';
import { wishedLanguages } from '../middleware/language.ts';
import type { SignedInHost } from './host.ts';
import { goTo } from './show.ts';

/** Characters of a path that is come back to; whoever asks for a longer one comes back to the first page. */
const longestPath = 500;

type Host = Pick<SignedInHost, 'issuer' | 'digest'>;

/** What a sign-in is asked for that is more than usual. */
export interface Asking {
  /** `login`: prove again who you are. `select_account`: choose which account. */
  readonly prompt?: 'login' | 'select_account';
  /** What must be proven. */
  readonly level?: AuthenticationLevel;
  /** Whether less is of no use: who has no second factor then sets one up, before they come back (OIDC Core §5.5.1.1). */
  readonly insists?: boolean;
}

/**
 * Sends the browser to the authorization endpoint, as any app does, and back to a page of ours afterwards.
 *
 * The code that comes back is never redeemed: the session in this browser is what counts, and the engine has made or
 * found it. So the challenge is one that nobody knows the verifier of.
 * @param to a path of ours
 */
export function askToSignIn(host: Host, ctx: Context, to: string, { prompt, level, insists }: Asking = {}): void {
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
    ...(level && wanting(level, insists)),
    ...(languages !== undefined && { ui_locales: languages }),
  });
  goTo(ctx, `${routes.authorization}?${query.toString()}`);
}

const wanting = (level: AuthenticationLevel, insists = false): Readonly<Record<string, string>> =>
  insists
    ? { claims: JSON.stringify({ id_token: { acr: { essential: true, value: level } } }) }
    : { acr_values: level };

/** The page to come back to, sealed for this browser: nobody else's link decides where a sign-in ends. */
function stateFor(host: Host, ctx: Context, path: string): string {
  return `${Buffer.from(path).toString('base64url')}.${sealOf(host, ctx, path)}`;
}

/** The page that a sign-in of this browser was asked for, of the `state` that comes back; undefined for anybody else's. */
export function returnPath(host: Host, ctx: Context, state: unknown): string | undefined {
  const [encoded = '', seal = ''] = typeof state === 'string' ? state.split('.') : [];
  const path = Buffer.from(encoded, 'base64url').toString();
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(host, ctx, path))];
  return given.length === right.length && timingSafeEqual(given, right) ? path : undefined;
}

const sealOf = ({ digest }: Host, ctx: Context, path: string): string =>
  digest('account-return', `${stateOf(ctx).browser ?? ''}\0${path}`);
