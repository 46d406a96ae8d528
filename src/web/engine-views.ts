import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Client } from '../clients/index.ts';
import { stateOf, type EngineViews } from '../provider/index.ts';
import { beginningPath, brandOf, expiredPage, type Trail } from './interaction/index.ts';
import { languagesFor } from './middleware/language.ts';
import type { Answer, ErrorPage, ErrorReason } from './pages/index.ts';
import { answerSignOut, type SignOutHost } from './sign-out/index.ts';

/** What the engine needs drawn: its errors, sign-out, and the form that posts a response to an app. */
export function engineViews(host: SignOutHost & { readonly trail: Trail }): EngineViews {
  const { pages } = host;

  /** Engine and host have Koa contexts of two apps; a page needs what both have. */
  const answer = (ctx: KoaContextWithOIDC): Answer => ctx;

  const localeOf = (ctx: KoaContextWithOIDC) => languagesFor(ctx, ctx.oidc.params?.['ui_locales']);

  const clientIn = async (ctx: KoaContextWithOIDC): Promise<Client | undefined> =>
    ctx.oidc.client ? host.clients.find(ctx.oidc.client.clientId) : undefined;

  return {
    async error(ctx, out, error) {
      const { origin } = stateOf(ctx);
      const status = ctx.status;
      if (error instanceof errors.SessionNotFound) {
        const uid = (ctx as unknown as { params?: { uid?: string } }).params?.uid ?? '';
        const options = { status: 410, address: beginningPath(uid), ...localeOf(ctx) };
        pages.render(answer(ctx), expiredPage(ctx, await host.trail.of(uid)), options);
        return;
      }
      if (ctx.accepts('html', 'json') === 'json') {
        ctx.body = { ...out, request_id: origin.requestId };
        return;
      }
      const client = await clientIn(ctx).catch(() => undefined);
      const page: ErrorPage = {
        kind: 'error',
        reason: reasonOf(error, status),
        reference: origin.requestId,
        ...(client && { client: brandOf(client) }),
        developer: { error: out.error, ...(out.error_description && { description: out.error_description }) },
      };
      pages.render(answer(ctx), page, { status, ...localeOf(ctx) });
    },

    signOut: (ctx) => answerSignOut(host, ctx),

    async goOn(ctx, url) {
      const client = await clientIn(ctx);
      if (!client) throw new Error('a way back to an app that is not known');
      pages.render(answer(ctx), { kind: 'continue', client: brandOf(client), url }, localeOf(ctx));
    },

    async formPost(ctx, redirectUri, fields) {
      const client = await clientIn(ctx);
      const status = ctx.status === 500 ? 500 : 'error' in fields ? 400 : 200;
      pages.render(
        answer(ctx),
        { kind: 'form-post', action: redirectUri, fields, ...(client && { client: brandOf(client) }) },
        { status },
      );
    },
  };
}

function reasonOf(error: Error, status: number): ErrorReason {
  if (status === 503) return 'unavailable';
  if (status >= 500) return 'internal';
  if (error instanceof errors.InvalidRedirectUri) return 'redirect-uri';
  if (error instanceof errors.InvalidClient) return 'unknown-client';
  return 'bad-request';
}
