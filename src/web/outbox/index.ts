/** The outbox: letters of the development profile, on a page. It is not there in production. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { Outbox } from '../../../adapters/mail/index.ts';
import { Refused } from '../../errors.ts';
import { arrivalOf } from '../edge.ts';
import { languagesFor } from '../middleware/language.ts';
import type { Pages } from '../pages/index.ts';

export const outboxPath = '/outbox';

export function outboxRoutes(outbox: Outbox, pages: Pages): Middleware {
  const router = new Router({ prefix: outboxPath });

  router.use(onlyFromHere);

  router.get('/', (ctx) => {
    const letters = outbox.list().map(({ id, to, subject, at }) => ({ to, subject, at, url: `${outboxPath}/${id}` }));
    pages.render(ctx, { kind: 'outbox', letters, again: outboxPath }, languagesFor(ctx));
  });

  router.get('/:id', (ctx) => {
    const letter = outbox.list().find(({ id }) => String(id) === ctx['params'].id);
    if (!letter) throw new Refused('not_found', 'there is no such letter');
    const { to, subject, at, text } = letter;
    const open = { to, subject, at, text };
    pages.render(ctx, { kind: 'outbox', letters: [], open, back: outboxPath }, languagesFor(ctx));
  });

  return router.routes() as unknown as Middleware;
}

/**
 * Only for who sits at this machine: a loopback peer that asked for a loopback host, with no proxy in between. A page
 * elsewhere that resolves its own name to 127.0.0.1 (DNS rebinding) has another Host.
 */
const onlyFromHere: Middleware = async (ctx, next) => {
  const { peer, host, forwarded } = arrivalOf(ctx.req);
  const name = host?.replace(/:\d+$/, '');
  const here =
    !forwarded &&
    peer !== undefined &&
    /^(127\.|::1$)/.test(peer) &&
    name !== undefined &&
    ['localhost', '127.0.0.1', '[::1]'].includes(name);
  if (!here) throw new Refused('not_found', 'there is no such page');
  await next();
};
