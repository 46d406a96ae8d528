import type { Context } from 'koa';
import { languagesFor } from '../middleware/language.ts';
import type { Page, Pages, RenderOptions } from '../pages/index.ts';

export function show(
  { pages }: { readonly pages: Pages },
  ctx: Context,
  page: Page,
  status = 200,
  more: Pick<RenderOptions, 'address'> = {},
): void {
  pages.render(ctx, page, { status, ...languagesFor(ctx), ...more });
}

/** After something was done: on to a page that says so, which can be loaded again. */
export function goTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}
