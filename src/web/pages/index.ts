/** What people see: every page, its texts and looks, and the headers that keep it theirs. */
export { createPages } from './pages.ts';
export type { Answer } from './headers.ts';
export type { Pages, PagesOptions, RenderOptions } from './pages.ts';
export type * from './page.ts';
export { safeLink, safePath, safeUrl } from './urls.ts';
