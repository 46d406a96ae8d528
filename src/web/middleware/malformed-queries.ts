import type { Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { engineMethods, isWellFormed } from '../../provider/index.ts';
import type { Pages } from '../pages/index.ts';
import { answerAtTheEdge } from './at-the-edge.ts';

/** Refuses a request of an app whose query is no text. Elsewhere a query says little, and a stray `%` is no reason to stop anybody. */
export const refuseMalformedQueries =
  (pages: Pages): Middleware =>
  (ctx, next) => {
    if (engineMethods(ctx.path) === undefined || isWellFormed(ctx.querystring)) return next();
    const text = 'the query is not percent-encoded UTF-8';
    const told = { status: 400, reason: 'bad-request', error: 'invalid_request', text } as const;
    return answerAtTheEdge(ctx, pages, new Refused('invalid_request', text), told);
  };
