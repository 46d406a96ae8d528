/** What people see: every page, its texts and looks, and the headers that keep it theirs. */
export { readLogo } from './assets.ts';
export { createPages } from './pages.ts';
export type { Answer } from './headers.ts';
export type { Pages, PagesOptions, RenderOptions } from './pages.ts';
export type * from './account-page.ts';
export type * from './admin-page.ts';
export type * from './email-page.ts';
export type * from './factor-page.ts';
export type * from './invitation-page.ts';
export type * from './not-me-page.ts';
export type * from './page.ts';
export type * from './pass-page.ts';
export type * from './recover-page.ts';
export type * from './reset-page.ts';
export { safeLink, safePath, safeUrl } from './urls.ts';
