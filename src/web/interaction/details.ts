import type { Context, Middleware, Next as GoOn } from 'koa';
import { errors, type Interaction } from 'oidc-provider';
import { Refused } from '../../errors.ts';
import type { Client } from '../../clients/index.ts';
import { stateOf } from '../../provider/index.ts';
import { chooseLanguage } from '../../brand/index.ts';
import { accountClient } from '../../own-clients.ts';
import { needsCookies, sentNoCookie } from '../cookieless.ts';
import { languagesFor, wishedLanguages } from '../middleware/language.ts';
import type { ErrorPage, Form, Page, RenderOptions } from '../pages/index.ts';
import { beginningPath, expiredPage } from './expired-page.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { wayBackTo } from './trail.ts';

/** The sign-in under way, as every route of it has it. */
export interface UnderWay {
  readonly interaction: Interaction;
  readonly client: Client;
  /** Path of the sign-in: `/interaction/:uid`. */
  readonly path: string;
}

const underWay = new WeakMap<Context, UnderWay>();

/** The sign-in that `findInteraction` found. */
export function interactionOf(ctx: Context): UnderWay {
  const found = underWay.get(ctx);
  if (!found) throw new Error('a route without its interaction');
  return found;
}

/** Runs a step with a sign-in that was found. It may be finished meanwhile, by a double click or in another tab. */
export async function withInteraction(
  host: InteractionHost,
  ctx: Context,
  found: UnderWay,
  step: () => Promise<void>,
): Promise<void> {
  underWay.set(ctx, found);
  try {
    await step();
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    await showExpired(host, ctx, found.interaction.uid, 'finished');
  }
}

export const uidOf = (ctx: Context): string => String((ctx['params'] as Record<string, unknown>)['uid']);

/**
 * Finds the sign-in that the path and the browser's cookie both name. Where there is none any more (expired, finished
 * in another tab, the back button) the answer is a page with the one sensible next step.
 */
export function findInteraction(host: InteractionHost): Middleware {
  return async (ctx, next) => {
    const found = await interactionHere(host, ctx);
    if (!found) return showExpired(host, ctx, uidOf(ctx));
    await withInteraction(host, ctx, found, next);
  };
}

/** The sign-in under way in this browser under the path's uid, if there is one. */
export async function interactionHere(host: InteractionHost, ctx: Context): Promise<UnderWay | undefined> {
  try {
    const interaction = await (await host.provider()).interactionDetails(ctx.req, ctx.res);
    const client = await host.clients.find(String(interaction.params['client_id']));
    if (interaction.uid !== uidOf(ctx) || !client || client.disabled) return undefined;
    return { interaction, client, path: `/interaction/${interaction.uid}` };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

export async function showExpired(host: InteractionHost, ctx: Context, uid: string, known?: 'finished'): Promise<void> {
  const { client, finished } = await host.trail.of(uid);
  // A sign-in whose page was ever shown has left a trail: a browser without cookies gets to none.
  const beginning = !client && !finished && sentNoCookie(ctx) ? await beginningOf(host, uid) : undefined;
  if (beginning) return host.pages.render(ctx, needsCookies(ctx, beginning), { status: 400, ...languagesFor(ctx) });
  const left = { ...(client && { client }), finished: finished || known === 'finished' };
  host.pages.render(ctx, expiredPage(ctx, left), { status: 410, address: beginningPath(uid), ...languagesFor(ctx) });
}

/**
 * Where a sign-in that is under way, and that this browser does not show to be its own, can be begun again: at its app,
 * which makes a new request. Nothing of the old one is told, because whoever asks may be anybody.
 */
async function beginningOf(
  host: InteractionHost,
  uid: string,
): Promise<Pick<ErrorPage, 'client' | 'next'> | undefined> {
  const interaction = await (await host.provider()).Interaction.find(uid);
  const client = interaction && (await host.clients.find(String(interaction.params['client_id'])));
  if (!client) return undefined;
  if (client.id === accountClient.id) return { next: { to: 'try-again', url: accountClient.home } };
  const next = wayBackTo(client);
  return { client: brandOf(client), ...(next && { next }) };
}

/** Draws a page of the sign-in, in the app's language and colours, its forms free to end at the app. */
export function show(
  host: InteractionHost,
  ctx: Context,
  page: Page,
  status = 200,
  more: Pick<RenderOptions, 'address'> = {},
): void {
  const { interaction } = interactionOf(ctx);
  const { ui_locales: uiLocales, redirect_uri: redirectUri, display } = interaction.params;
  host.pages.render(ctx, page, {
    status,
    ...languagesFor(ctx, uiLocales),
    ...(typeof redirectUri === 'string' && { formActions: [redirectUri] }),
    ...(display === 'popup' && { popup: true }),
    ...more,
  });
}

/** The language that this sign-in is in, for a letter. */
export const languageOf = (host: InteractionHost, ctx: Context): string =>
  chooseLanguage(
    wishedLanguages(ctx, interactionOf(ctx).interaction.params['ui_locales']),
    ctx.get('accept-language'),
    host.languages,
  );

/** A form of this sign-in. */
export function formTo(host: InteractionHost, ctx: Context, step: string, hidden?: Form['hidden']): Form {
  const { path, interaction } = interactionOf(ctx);
  return {
    action: `${path}/${step}`,
    csrf: host.csrf.token(ctx, interaction.uid),
    ...(hidden && { hidden }),
  };
}

/** Login CSRF: the form must have been given to this browser, for this very sign-in. */
export const csrf =
  (host: InteractionHost): Middleware =>
  async (ctx: Context, next: GoOn) => {
    const { csrf: given } = (ctx.request as { body?: Record<string, unknown> }).body ?? {};
    try {
      host.csrf.verify(ctx, uidOf(ctx), given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return showForeignForm(host, ctx, error);
    }
    await next();
  };

/** A form from an old tab or elsewhere is no dead end: the sign-in that is under way goes on. */
function showForeignForm(host: InteractionHost, ctx: Context, error: Refused): void {
  const { client, path } = interactionOf(ctx);
  stateOf(ctx).failure = error;
  const page: ErrorPage = {
    kind: 'error',
    reason: 'foreign-form',
    reference: stateOf(ctx).origin.requestId,
    client: brandOf(client),
    next: { to: 'try-again', url: path },
  };
  show(host, ctx, page, error.status);
}
