import type { Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import type { Pages } from '../pages/index.ts';
import { answerAtTheEdge } from './at-the-edge.ts';

/**
 * Whether a query or a form is ASCII and what it escapes is UTF-8 (WHATWG URL §5.1). Anything else would be read as some
 * other text than was sent: an app would get back another `state`, an account have a name or password that nobody typed.
 */
export function isWellFormed(encoded: string): boolean {
  if (/[^\x20-\x7e]/.test(encoded)) return false;
  if (!encoded.includes('%')) return true;
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a request whose query is no text. */
export const refuseMalformedQueries =
  (pages: Pages): Middleware =>
  (ctx, next) => {
    if (isWellFormed(ctx.querystring)) return next();
    const text = 'the query is not percent-encoded UTF-8';
    const told = { status: 400, reason: 'bad-request', error: 'invalid_request', text } as const;
    return answerAtTheEdge(ctx, pages, new Refused('invalid_request', text), told);
  };
