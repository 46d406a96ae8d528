import type { Middleware } from 'koa';
import type { Seconds } from '../../clock.ts';

/** When whoever could not be served now may try again. */
const pause: Seconds = 2;

/** Every 503 says when to come again (RFC 9110 §10.2.3), whoever answers it: a page, an API or the engine. */
export const sayWhenToComeAgain: Middleware = async (ctx, next) => {
  await next();
  if (ctx.status === 503) ctx.set('Retry-After', String(pause));
};
