import type { Middleware } from 'koa';
import { ownOf, show } from '../signed-in/index.ts';
import { happeningsOf } from './happenings.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** What stands on one page. */
const pageSize = 25;

/** GET /account/history: what happened to the account, newest first. */
export const showHistory =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const cursor = typeof ctx.query['after'] === 'string' ? ctx.query['after'].slice(0, 100) : undefined;
    const { events, cursor: more } = await host.audit.history(ownOf(ctx).account.id, { cursor, limit: pageSize });
    show(host, ctx, {
      kind: 'history',
      ...commonOf(host, ctx),
      happenings: await happeningsOf(host, events),
      ...(more !== undefined && { more: `/account/history?after=${encodeURIComponent(more)}` }),
    });
  };
