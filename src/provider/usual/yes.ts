import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../../../adapters/store.ts';

/**
 * Answers a request that comes all the time without the engine, which takes two or three times as long.
 *
 * It only ever says yes. Whatever is not exactly the usual request, or not to be answered by yes, goes on to the engine
 * as if nobody had looked at it: refusals, other tokens and other ways to prove who asks are in one place.
 * @param find   what the answer is made of; undefined for anything but yes. It changes nothing
 * @param answer says yes
 */
export function sayYes<T>(
  find: (ctx: Context) => Promise<T | undefined>,
  answer: (ctx: Context, found: T) => Promise<void>,
): Middleware {
  return async (ctx, next) => {
    const found = await find(ctx).catch(unlessUnavailable);
    if (found === undefined) return void (await next());
    ctx.req.resume();
    ctx.set('Cache-Control', 'no-store');
    ctx.vary('Origin');
    await answer(ctx, found);
  };
}

/** A store that is down is the engine's to answer for. */
function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}
