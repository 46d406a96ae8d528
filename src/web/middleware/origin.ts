import type { Middleware } from 'koa';
import type { Browsers } from '../../devices/index.ts';
import { randomId } from '../../ids.ts';
import { cookieNames, stateOf } from '../../provider/index.ts';

/** Notes where a request comes from, and which browser it is: what events, families and sessions tell of it. */
export function originOf(options: { readonly secure: boolean; readonly browsers: Browsers }): Middleware {
  const { browser: cookie, accounts, factorMemory, window } = cookieNames(options.secure);
  return async (ctx, next) => {
    const state = stateOf(ctx);
    const userAgent = ctx.get('user-agent').slice(0, 400);
    state.origin = { requestId: randomId(), address: ctx.ip, ...(userAgent && { userAgent }) };
    if (ctx.headers.cookie !== undefined) {
      const value = ctx.cookies.get(cookie, { signed: false });
      if (value && value.length <= 100) state.browser = options.browsers.idOf(value);
      const proof = ctx.cookies.get(accounts, { signed: false });
      if (proof) state.accounts = proof;
      const memory = ctx.cookies.get(factorMemory, { signed: false });
      if (memory) state.factorMemory = memory;
      const open = ctx.cookies.get(window, { signed: false });
      if (open && open.length <= 100) state.window = options.browsers.windowOf(open);
    }
    ctx.set('X-Request-Id', state.origin.requestId);
    await next();
  };
}

/** Gives a browser its cookie before the first page that needs one: forms and sign-ins are bound to it. */
export function ensureBrowser(options: { readonly secure: boolean; readonly browsers: Browsers }): Middleware {
  const { browser: cookie } = cookieNames(options.secure);
  return async (ctx, next) => {
    const state = stateOf(ctx);
    if (state.browser === undefined) {
      const value = options.browsers.newCookie();
      state.browser = options.browsers.idOf(value);
      ctx.cookies.set(cookie, value, {
        httpOnly: true,
        secure: options.secure,
        sameSite: 'lax',
        signed: false,
        overwrite: true,
        maxAge: 400 * 24 * 3600 * 1000,
      });
    }
    await next();
  };
}
