import type { Context, Middleware } from 'koa';
import type { Audit } from '../../audit/index.ts';
import { Refused } from '../../errors.ts';
import { accountApi } from '../../own-clients.ts';
import type { Bans } from '../../protection/index.ts';
import { engineMethods, routes, stateOf } from '../../provider/index.ts';
import type { Pages } from '../pages/index.ts';
import { reasonOf } from './failures.ts';

/**
 * Answers nobody who is banned, before anything else is done for them. They read that it is so, and a reference to ask
 * about it; why and until when is for the operator to say.
 */
export function refuseBanned(options: {
  readonly bans: Pick<Bans, 'find'>;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  readonly pages: Pages;
}): Middleware {
  const { bans, audit, pages } = options;
  return async (ctx, next) => {
    const { origin } = stateOf(ctx);
    // The page that tells it needs its styles.
    if (ctx.path.startsWith('/assets/')) return void (await next());
    const asked = bans.find(origin.address ?? '');
    const found = asked instanceof Promise ? await asked.catch(toError) : asked;
    if (found === undefined) return void (await next());
    const failure =
      found instanceof Error ? found : new Refused('access_denied', 'your network is banned', { reason: 'banned' });
    if (!(found instanceof Error)) {
      const detail = { what: 'request', reason: 'banned' };
      await audit.record(audit.newEvent({ kind: 'protection.refused', outcome: 'refused', origin, detail }));
    }
    stateOf(ctx).failure = failure;
    answer(ctx, pages, failure);
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function answer(ctx: Context, pages: Pages, failure: Error): void {
  const { requestId } = stateOf(ctx).origin;
  const { status, reason } =
    failure instanceof Refused ? { status: 403, reason: 'banned' as const } : reasonOf(failure);
  if (!isForMachines(ctx)) return pages.render(ctx, { kind: 'error', reason, reference: requestId }, { status });
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    error: status === 403 ? 'access_denied' : 'temporarily_unavailable',
    error_description: status === 403 ? 'requests from this network are not answered' : 'try again in a moment',
    request_id: requestId,
  };
}

/** What programs ask for, and whoever prefers JSON. */
function isForMachines(ctx: Context): boolean {
  const shown = [routes.authorization, routes.end_session].some((path) => ctx.path.startsWith(path));
  const engine = engineMethods(ctx.path) !== undefined && !shown;
  const api = ctx.path === accountApi.path || ctx.path.startsWith(`${accountApi.path}/`);
  return engine || api || ctx.accepts('html', 'json') === 'json';
}
