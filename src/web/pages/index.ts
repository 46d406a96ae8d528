export type { Pages, PagesOptions, RenderOptions } from './pages.ts';
export type * from './page.ts';
