import type { Context, Middleware } from 'koa';
import type { Brand } from '../../brand/index.ts';
import type { Page } from './page.ts';

export interface PagesOptions {
  /** The issuer's URL. Over https, browsers are told to come by https only (HSTS). */
  readonly issuer: string;
  readonly brand: Brand;
  /** Of en, de, fr, es: the ones that are offered. The first is used when nothing else fits. Default: all, English first. */
  readonly languages?: readonly string[];
}

/** What of a Koa context a page needs; any context will do, the engine's too. */
export type Answer = Pick<Context, 'get' | 'set' | 'method' | 'path' | 'querystring' | 'status' | 'type' | 'body'>;

export interface RenderOptions {
  /** HTTP status. Default 200. */
  readonly status?: number;
  /** The ui_locales that the app, or the person by the language links, asked for. */
  readonly uiLocales?: string;
  /** The address of this page in another language. Default, where the request was a GET: the same with ui_locales=…. */
  readonly languageLink?: (language: string) => string;
  /**
   * URLs that the answer to one of the page's forms may redirect to: the app's redirect URI. Browsers apply the CSP's
   * form-action to such redirects, so without it they stop there.
   */
  readonly formActions?: readonly string[];
  /** The app asked for display=popup (OpenID Connect Core §3.1.2.1) and needs its `window.opener`. */
  readonly popup?: boolean;
}

export interface Pages {
  /**
   * Answers with a page: status, headers and body. Nothing a page shows can add markup, and every answer carries a
   * Content-Security-Policy without inline style or script.
   * @throws {TypeError} for a `continue` or `form-post` address that no browser should be sent to
   */
  render(ctx: Answer, page: Page, options?: RenderOptions): void;
  /** Serves GET /assets/…, from memory; other requests go on. */
  readonly assets: Middleware;
}
