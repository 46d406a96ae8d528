import type { Context } from 'koa';
import { Refused } from '../errors.ts';
import { cookieNames, stateOf } from '../provider/index.ts';
import type { ErrorPage } from './pages/index.ts';

const ours = [true, false].flatMap((secure) => Object.values(cookieNames(secure)));

/**
 * Whether a browser sent none of our cookies, though every page that leads to a form gives it one: it keeps none. What
 * another site posts here comes without them too (SameSite), and says nothing about the browser.
 */
export function sentNoCookie(ctx: Pick<Context, 'method' | 'cookies' | 'get'>): boolean {
  if (ctx.method === 'POST' && ctx.get('sec-fetch-site') === 'cross-site') return false;
  return ours.every((name) => ctx.cookies.get(name, { signed: false }) === undefined);
}

/** The page for such a browser, noted in the log. @param where where it can be tried again once cookies are kept */
export function needsCookies(ctx: Pick<Context, 'state'>, where: Pick<ErrorPage, 'client' | 'next'>): ErrorPage {
  const state = stateOf(ctx);
  state.failure = new Refused('invalid_request', 'the browser sent no cookie');
  return { kind: 'error', reason: 'no-cookies', reference: state.origin.requestId, ...where };
}
