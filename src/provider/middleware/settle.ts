import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../../../adapters/store.ts';
import { stateOf } from '../request.ts';

/**
 * Waits, once and just before the answer, for the writes that the request owes. Where one of them failed the answer is
 * 503: a token that was not kept is not given out.
 */
export const settle: Middleware = async (ctx, next) => {
  await next();
  const { writes } = stateOf(ctx);
  if (writes) await settleWrites(ctx, writes);
};

/** Waits for writes, and answers 503 where one of them failed. */
export async function settleWrites(ctx: Context, writes: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(writes);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return;
  if (!(failed.reason instanceof StoreUnavailable)) throw failed.reason;
  answerUnavailable(ctx, failed.reason);
}

/** 503: the client may try again. */
export function answerUnavailable(ctx: Context, failure: StoreUnavailable): void {
  stateOf(ctx).failure = failure;
  ctx.status = 503;
  ctx.body = {
    error: 'temporarily_unavailable',
    error_description: 'the service is not available now, try again in a moment',
  };
}
