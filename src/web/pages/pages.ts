import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Middleware } from 'koa';
import {
  chooseLanguage,
  directionOf,
  knownLanguages,
  loadTemplates,
  nameOfLanguage,
  problemsOf,
  textsIn,
} from '../../brand/index.ts';
import type { Brand, ClientBrand } from '../../brand/index.ts';
import { createAssets, logoName } from './assets.ts';
import type { Assets } from './assets.ts';
import { setHeaders } from './headers.ts';
import type { Answer } from './headers.ts';
import type { Page } from './page.ts';
import { dateOf, momentOf, stampOf } from './times.ts';
import { formSource, imageSource, safeLink, safePath, safeUrl } from './urls.ts';
import { viewOf } from './view.ts';
import type { View } from './shown.ts';

export interface PagesOptions {
  /** The issuer's URL. Over https, browsers are told to come by https only (HSTS). */
  readonly issuer: string;
  readonly brand: Brand;
  /** Of en, de, fr, es: the ones that are offered. The first is used when nothing else fits. Default: all, English first. */
  readonly languages?: readonly string[];
}

export interface RenderOptions {
  /** HTTP status. Default 200. */
  readonly status?: number;
  /** The ui_locales that the app, or the person by the language links, asked for. */
  readonly uiLocales?: string;
  /** Path and query that this page is to be had at once more. Default: where it was asked for, if that can be opened. */
  readonly address?: string;
  /**
   * URLs that the answer to one of the page's forms may redirect to: the app's redirect URI. Browsers apply the CSP's
   * form-action to such redirects, so a page whose form may lead to the app and does not say so is a dead end.
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

const require = createRequire(import.meta.url);

const views = new URL('../../../views/', import.meta.url);

/** The library that speaks to the browser about passkeys, as its package has it for pages. */
const webauthn = pathToFileURL(join(require.resolve('@simplewebauthn/browser'), '../../dist/bundle/index.umd.min.js'));

/** The worker that looks for a solution (PBKDF2 by WebCrypto), as ALTCHA's package has it. */
const workWorker = pathToFileURL(join(require.resolve('altcha'), '../../workers/pbkdf2.js'));

/**
 * Reads templates, texts and assets once, and makes the renderer.
 * @throws {Error} for a brand that does not hold: a logo that cannot be read, a text that does not exist
 * @throws {TypeError} for a language that there are no texts in
 */
export function createPages({ issuer, brand, languages = knownLanguages }: PagesOptions): Pages {
  const problems = problemsOf(brand.texts ?? {});
  if (problems.length > 0) throw new Error(`the brand's texts do not fit: ${problems.join('; ')}`);
  const [first, ...others] = languages.map((language) => textsIn(language).language);
  if (first === undefined) throw new TypeError('pages need a language');
  const supported = [first, ...others] as const;
  const names = new Map(supported.map((language) => [language, nameOfLanguage(language)]));
  const directions = new Map(supported.map((language) => [language, directionOf(language)]));

  const remoteLogo = safeUrl(brand.logo);
  const assets = createAssets(new URL('assets/', views), remoteLogo ? undefined : brand.logo, {
    'webauthn.js': webauthn,
    'work-worker.js': workWorker,
  });
  const logo = remoteLogo ?? (brand.logo && assets.url(logoName(brand.logo)));
  const fill = loadTemplates(new URL('pages/', views));

  return {
    assets: assets.middleware,

    render(ctx, page, options = {}) {
      const language = chooseLanguage(options.uiLocales, ctx.get('Accept-Language'), supported);
      const client = 'client' in page ? page.client : undefined;
      const texts = textsIn(language, [client?.texts, brand.texts]);
      const view = viewOf(page, brand.name, texts);
      const clientLogo = safeUrl(client?.logo);
      const works = 'work' in page;
      const address = safePath(options.address ?? addressOf(ctx, page));
      const again = ctx.method === 'POST' && address !== undefined;
      const hasScript = page.kind === 'form-post' || 'ceremony' in page || works || again;
      const nonce = hasScript ? randomBytes(16).toString('base64') : undefined;

      setHeaders(ctx, {
        images: [remoteLogo, clientLogo].flatMap((url) => (url && imageSource(url)) ?? []),
        forms: formTargets(page, view, options.formActions ?? []),
        ...(nonce && { nonce }),
        workers: works,
        popup: options.popup ?? false,
        tellsOrigin: page.kind === 'form-post',
        secure: issuer.startsWith('https:'),
      });
      ctx.set('Content-Language', language);
      ctx.status = options.status ?? 200;
      ctx.type = 'text/html; charset=utf-8';
      ctx.body = fill(page.kind, {
        page,
        view,
        t: texts.text,
        parts: texts.parts,
        title: titleOf(page, view, brand.name, texts.text),
        language,
        direction: directions.get(language),
        // What is shown but once is not to be left by one of them.
        languages: page.kind === 'recovery-codes' ? [] : languageLinks(address, language, names),
        brand: { name: brand.name, logo },
        client: client && { ...appOf(client), logo: clientLogo },
        initial: initialOf,
        moment: (at: number) => momentOf(at, language),
        date: (at: number) => dateOf(at, language),
        stamp: stampOf,
        // Where an address is not one, the link leads to where one is.
        link: (url: string | undefined) => safeLink(url) ?? '',
        asset: assets.url,
        accent: accentOf(assets, client, brand),
        ...(again && { again: address }),
        nonce,
      });
    },
  };
}

/** An error is told in the title too: it is what a screen reader says first. */
function titleOf(page: Page, view: View, brand: string, text: ReturnType<typeof textsIn>['text']): string {
  const title = view.heading.map((part) => part.text).join('');
  const wrong = page.kind === 'error' || view.alert !== undefined || view.fields?.some(({ error }) => error);
  return text(wrong ? 'page.title.error' : 'page.title', { title, brand });
}

/** Where the page's forms go: to us, and from there to the app; nowhere where there is no form. */
function formTargets(page: Page, view: View, formActions: readonly string[]): string[] {
  if (page.kind === 'form-post') return [sourceOf(view.action ?? '')];
  const hasForms = 'spared' in page || ('resets' in page && page.resets.length > 0);
  const hasForm = hasForms || 'form' in page || 'ceremony' in page || 'cancel' in page;
  return hasForm ? [...new Set(["'self'", ...formActions.map(sourceOf)])] : [];
}

const sourceOf = (url: string): string => formSource(url) ?? "'self'";

const letters = new Intl.Segmenter();

/** What a person would call the first letter, whatever the script. */
function initialOf(name: string): string {
  const [first] = letters.segment(name.trim());
  return first?.segment.toUpperCase() ?? '';
}

function appOf({ name, homepage, termsUrl, privacyUrl }: ClientBrand) {
  return {
    name,
    homepage: safeUrl(homepage),
    terms: safeUrl(termsUrl),
    privacy: safeUrl(privacyUrl),
  };
}

const accentOf = (assets: Assets, client: ClientBrand | undefined, brand: Brand): string | undefined =>
  assets.accentUrl(client?.accent) ?? assets.accentUrl(brand.accent);

const addressOf = (ctx: Answer, page: Page): string | undefined =>
  ctx.method === 'GET' || isFormAgain(page, ctx.path) ? `${ctx.path}?${ctx.querystring}` : undefined;

/**
 * Whether a page that answers a POST can be opened by its address all the same: it is the form once more that was posted
 * there. Not the page in between, which has all that was posted, and not what is shown but once.
 */
function isFormAgain(page: Page, path: string): boolean {
  const forms = ['form' in page && page.form, 'ceremony' in page && page.ceremony.form];
  return page.kind !== 'pass' && forms.some((form) => form && form.action.split('?', 1)[0] === path);
}

function languageLinks(address: string | undefined, current: string, names: ReadonlyMap<string, string>) {
  if (address === undefined) return [];
  const [path, search] = address.split('?', 2);
  const query = new URLSearchParams(search);
  return [...names].map(([tag, name]) => {
    query.set('ui_locales', tag);
    return { tag, name, url: `${path}?${query.toString()}`, current: tag === current };
  });
}
