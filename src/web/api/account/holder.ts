import type { Context, Middleware } from 'koa';
import { levelOf } from '../../../factors/index.ts';
import { accountApi } from '../../../own-clients.ts';
import { stateOf } from '../../../provider/index.ts';
import type { Family } from '../../../tokens/index.ts';
import { notGood, requireUse, tokenIn, withoutLevel } from '../access-token.ts';
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
    if (!(await hasProvenEnough(host, family))) throw withoutLevel(presented, 'urn:postern:two-factors');
    holders.set(ctx, family);
    await next();
  };
}

/**
 * What the app asks for is not looked at: one that lets people in by their password alone would show whoever knows that what
 * the account's pages do not, and sign its owner out.
 */
async function hasProvenEnough(
  { sessions, memories, factors }: ApiHost,
  { account, session: uid, source: { amr = [] } }: Family,
): Promise<boolean> {
  const session = uid === undefined ? undefined : await sessions.get(uid);
  const { device = '', doubtful, sparedBy } = session ?? { doubtful: true };
  const spared = sparedBy !== undefined && (await memories.stillHolds(device, sparedBy));
  const step = await factors.next({ account, level: levelOf(amr), doubtful, spared });
  return step.is === 'enough' || (step.is === 'enrol' && step.until !== undefined);
}
