import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { count, parse, type Page } from '../../../clients/index.ts';
import { Refused } from '../../../errors.ts';
import { isWellFormed } from '../../../provider/index.ts';

const most = 200;
const usual = 50;

const Paging = z.strictObject({
  after: z.string().max(1000).exactOptional(),
  limit: count(1, most).exactOptional(),
});

/** Refuses a query where none is read: somebody who mistypes must not get something else. */
export const noQuery: Middleware = (ctx, next) => {
  if (ctx.search !== '') throw new Refused('invalid_request', 'no parameter is taken here');
  return next();
};

/**
 * One page of a list in the order of ids, as the query asks for it.
 * @returns `next` where there are more: the `after` of the next page
 * @throws {Refused} invalid_request
 */
export async function pageOf<T extends { readonly id: string }>(
  ctx: Context,
  list: (page: Page) => Promise<T[]>,
): Promise<{ readonly page: readonly T[]; readonly next?: string }> {
  if (!isWellFormed(ctx.querystring)) throw new Refused('invalid_request', 'the query is not percent-encoded UTF-8');
  const { after, limit = usual } = parse(Paging, { ...ctx.query }, 'the query cannot be taken');
  const found = await list({ limit: limit + 1, ...(after !== undefined && { after }) });
  const page = found.slice(0, limit);
  const last = page.at(-1)?.id;
  return { page, ...(found.length > limit && last !== undefined && { next: last }) };
}
