import type { Context, Middleware } from 'koa';
import { accountApi } from '../../../own-clients.ts';
import { stateOf } from '../../../provider/index.ts';
import type { Family } from '../../../tokens/index.ts';
import { notGood, requireUse, tokenIn, withoutLevel } from '../access-token.ts';
import { hasProvenEnough } from '../../proven-enough.ts';
import type { ApiHost } from '../host.ts';
import { requireOriginOf } from './scripts.ts';

const holders = new WeakMap<Context, Family>();

/** The sign-in whose token the request came with: the account in it is whose devices these are, and nothing else is. */
export function holderOf(ctx: Context): Family {
  const holder = holders.get(ctx);
  if (!holder) throw new Error('a request to the API without a token');
  return holder;
}

/**
 * Takes the request of an app with its user's token: an access token for this API, of a sign-in that lives, with the
 * scope, from who holds its key where it is bound to one, and in which as much was proven as the account's own pages ask for.
 */
export function requireScope(host: ApiHost, scope: string): Middleware {
  const api = `${host.issuer}${accountApi.path}`;
  return async (ctx, next) => {
    const presented = tokenIn(ctx);
    const { findAccessToken, requireKey } = await host.engine();
    const { payload, family } = (await findAccessToken(presented.token)) ?? {};
    const good =
      payload && family && payload.clientId === family.client && payload.accountId === family.account
        ? Number(payload.exp) > host.clock.now()
        : false;
    if (!payload || !family || !good) throw notGood(presented);
    stateOf(ctx).family = family;
    await requireOriginOf(host.clients, ctx, family.client);
    await requireUse(ctx, presented, payload, { api, scope, requireKey });
    const { account, session, source } = family;
    // Of one whose session is not known any more nobody knows what it was like.
    const began = (session === undefined ? undefined : await host.sessions.get(session)) ?? { doubtful: true };
    if (!(await hasProvenEnough(host, account, source.amr ?? [], began)))
      throw withoutLevel(presented, 'urn:postern:two-factors');
    holders.set(ctx, family);
    await next();
  };
}
