import type { Context, Middleware } from 'koa';
import { cookieNames, cookieOptions, stateOf } from '../../provider/index.ts';
import type { RenderOptions } from '../pages/index.ts';

const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/**
 * Notes the language that the person chose by a link on a page, and remembers it: their choice goes before what the app
 * or the browser asks for, on every page after it.
 */
export function chosenLanguage(secure: boolean): Middleware {
  const { language: cookie } = cookieNames(secure);
  return async (ctx, next) => {
    const chosen = ctx.query['ui_locales'];
    if (ctx.method === 'GET' && typeof chosen === 'string' && tag.test(chosen)) {
      stateOf(ctx).language = chosen;
      ctx.cookies.set(cookie, chosen, { ...cookieOptions(secure), signed: false, maxAge: 400 * 24 * 3600 * 1000 });
    }
    await next();
  };
}

/** The languages that a page is wanted in, the person's own choice first, as `ui_locales` has them. */
export function wishedLanguages(ctx: Pick<Context, 'state'>, asked?: unknown): string | undefined {
  const { language: chosen } = stateOf(ctx);
  const wishes = [chosen && tag.test(chosen) ? chosen : '', typeof asked === 'string' ? asked : ''];
  return wishes.filter(Boolean).join(' ') || undefined;
}

/** The same, for a page that is drawn: each goes by what was chosen, or its language links would lead nowhere. */
export function languagesFor(ctx: Pick<Context, 'state'>, asked?: unknown): Pick<RenderOptions, 'uiLocales'> {
  const wished = wishedLanguages(ctx, asked);
  return wished === undefined ? {} : { uiLocales: wished };
}
