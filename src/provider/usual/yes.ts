import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../../../adapters/store.ts';
import { answerUnavailable } from '../middleware/settle.ts';
import { together } from './together.ts';

/**
 * Answers a request that comes all the time without the engine, which takes two or three times as long.
 *
 * It only ever says yes, or that the store is away. Whatever is not exactly the usual request, or not to be answered by yes, goes on to the engine
 * as if nobody had looked at it: refusals, other tokens and other ways to prove who asks are in one place.
 * @param find   what the answer is made of; undefined for anything but yes. It changes nothing
 * @param answer says yes
 */
export function sayYes<T>(
  find: (ctx: Context) => Promise<T | undefined>,
  answer: (ctx: Context, found: T) => Promise<void>,
): Middleware {
  return async (ctx, next) => {
    const found = await find(ctx).catch(unavailable);
    if (found === undefined) return void (await next());
    ctx.req.resume();
    ctx.set('Cache-Control', 'no-store');
    ctx.vary('Origin');
    // The engine would ask a store that hangs once more, and the client wait twice as long.
    if (found instanceof StoreUnavailable) return answerUnavailable(ctx, found);
    await answer(ctx, found);
    await together();
  };
}

function unavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  throw error;
}
