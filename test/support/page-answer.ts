import type { Answer, Page, Pages, RenderOptions } from '../../src/web/pages/index.ts';

/** A page as it was answered. */
export interface AnsweredPage {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** Renders a page for a request that no server had to take. */
export function answerPage(
  pages: Pages,
  page: Page,
  options: RenderOptions & { readonly acceptLanguage?: string; readonly method?: string; readonly url?: string } = {},
): AnsweredPage {
  const { acceptLanguage = '', method = 'GET', url = '/here', ...rest } = options;
  const { pathname, search } = new URL(url, 'http://localhost');
  const headers: Record<string, string> = {};
  const ctx = {
    method,
    path: pathname,
    querystring: search.slice(1),
    get: (name: string) => (name.toLowerCase() === 'accept-language' ? acceptLanguage : ''),
    set: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    status: 404,
    type: '',
    body: '',
  };
  pages.render(ctx as unknown as Answer, page, rest);
  return { status: ctx.status, headers: { ...headers, 'content-type': ctx.type }, html: ctx.body };
}
