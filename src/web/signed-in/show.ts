import type { Context } from 'koa';
import { languagesFor } from '../middleware/language.ts';
import type { Page, Pages } from '../pages/index.ts';

export function show({ pages }: { readonly pages: Pages }, ctx: Context, page: Page, status = 200): void {
  pages.render(ctx, page, { status, ...languagesFor(ctx) });
}

/** After something was done: on to a page that says so, which can be loaded again. */
export function goTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}
