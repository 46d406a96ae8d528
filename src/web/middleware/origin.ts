import type { Context, Middleware } from 'koa';
import type { Browsers } from '../../devices/index.ts';
import { randomId } from '../../ids.ts';
import { cookieNames, cookieOptions, stateOf } from '../../provider/index.ts';

/** Notes where a request comes from, and which browser it is: what events, families and sessions tell of it. */
export function originOf(options: { readonly secure: boolean; readonly browsers: Browsers }): Middleware {
  const { browser: cookie, accounts, factorMemory, language, window } = cookieNames(options.secure);
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
      const chosen = ctx.cookies.get(language, { signed: false });
      if (chosen) state.language = chosen;
      const open = ctx.cookies.get(window, { signed: false });
      if (open && open.length <= 100) state.window = options.browsers.windowOf(open);
    }
    ctx.set('X-Request-Id', state.origin.requestId);
    await next();
  };
}

interface Host {
  readonly secure: boolean;
  readonly browsers: Browsers;
}

/** Gives a browser its cookie, where it has none yet: forms and sign-ins are bound to it. */
export function bindBrowser({ secure, browsers }: Host, ctx: Pick<Context, 'state' | 'cookies'>): void {
  const state = stateOf(ctx);
  if (state.browser !== undefined) return;
  const value = browsers.newCookie();
  state.browser = browsers.idOf(value);
  const maxAge = 400 * 24 * 3600 * 1000;
  ctx.cookies.set(cookieNames(secure).browser, value, { ...cookieOptions(secure), signed: false, maxAge });
}

/** Gives a browser its cookie before the first page that needs one. */
export const ensureBrowser =
  (host: Host): Middleware =>
  async (ctx, next) => {
    bindBrowser(host, ctx);
    await next();
  };
