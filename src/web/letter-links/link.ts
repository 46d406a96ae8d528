import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { chooseLanguage } from '../../brand/index.ts';
import type { Client } from '../../clients/index.ts';
import { accountClient } from '../../own-clients.ts';
import { formOf } from '../middleware/form.ts';
import { nothingThere } from '../expired.ts';
import { languagesFor, wishedLanguages } from '../middleware/language.ts';
import type { Form, LinkExpiredPage, Next, Page } from '../pages/index.ts';
import type { LetterLinkHost } from './host.ts';

/** What the link carries: nobody's until it is looked for. */
export const tokenIn = (ctx: Context): string =>
  String((ctx['params'] as Record<string, unknown>)['token']).slice(0, 100);

/** What a form acts on: this page and this link. */
const scopeOf = (ctx: Context): string => `letter-link\0${ctx.path}`;

/** The form of this page. */
export const formHere = ({ csrf }: LetterLinkHost, ctx: Context): Form => ({
  action: ctx.url,
  csrf: csrf.token(ctx, scopeOf(ctx)),
});

/** A form of another page, link or browser sets nothing. */
export function csrf(host: LetterLinkHost): Middleware {
  return async (ctx, next) => {
    const { csrf: given } = formOf(ctx, z.object({ csrf: z.unknown() }));
    host.csrf.verify(ctx, scopeOf(ctx), given);
    await next();
  };
}

/** The app in the link: only one that is registered, and only to go on to where it is known to be. */
export async function clientIn({ clients }: LetterLinkHost, ctx: Context): Promise<Client | undefined> {
  const id = ctx.query['client_id'];
  const client = typeof id === 'string' && id.length <= 100 ? await clients.find(id) : undefined;
  return client?.disabled || client?.id === accountClient.id ? undefined : client;
}

/** The language of who is here, for a letter. */
export const languageOf = ({ languages }: LetterLinkHost, ctx: Context): string =>
  chooseLanguage(wishedLanguages(ctx), ctx.get('accept-language'), languages);

export const toSignIn: Next = { to: 'sign-in', url: accountClient.home };

/** A link that is too old, was used, or never was one: nobody learns which. */
export function showExpired(
  host: LetterLinkHost,
  ctx: Context,
  next: Next = toSignIn,
  more: Pick<LinkExpiredPage, 'client' | 'other'> = {},
): void {
  const reference = nothingThere(ctx, 'there is no such link');
  show(host, ctx, { kind: 'link-expired', reference, next, ...more }, 410);
}

export function show({ pages }: Pick<LetterLinkHost, 'pages'>, ctx: Context, page: Page, status = 200): void {
  pages.render(ctx, page, { status, ...languagesFor(ctx) });
}
