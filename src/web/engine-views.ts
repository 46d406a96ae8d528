import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../accounts/index.ts';
import type { Client, Clients } from '../clients/index.ts';
import type { Sessions } from '../devices/index.ts';
import type { Digest } from '../keys/index.ts';
import { accountClient } from '../own-clients.ts';
import { afterSignOut, cookieNames, cookieOptions, stateOf, subjectFor, type EngineViews } from '../provider/index.ts';
import { brandOf, wayBackTo, type Trail } from './interaction/index.ts';
import { wishedLanguages } from './middleware/language.ts';
import { sessionIn } from './middleware/session.ts';
import type { Answer, ErrorPage, ErrorReason, Page, Pages, RenderOptions } from './pages/index.ts';

/** What the engine needs drawn: its errors, sign-out, and the form that posts a response to an app. */
export function engineViews(host: {
  readonly pages: Pages;
  readonly clients: Clients;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly digest: Digest;
  readonly trail: Trail;
  readonly secure: boolean;
}): EngineViews {
  const { pages } = host;

  /** Engine and host have Koa contexts of two apps; a page needs what both have. */
  const answer = (ctx: KoaContextWithOIDC): Answer => ctx;

  const localeOf = (ctx: KoaContextWithOIDC): Pick<RenderOptions, 'uiLocales'> => {
    const wished = wishedLanguages(ctx, ctx.oidc.params?.['ui_locales']);
    return wished === undefined ? {} : { uiLocales: wished };
  };

  const clientIn = async (ctx: KoaContextWithOIDC): Promise<Client | undefined> =>
    ctx.oidc.client ? host.clients.find(ctx.oidc.client.clientId) : undefined;

  return {
    async error(ctx, out, error) {
      const { origin } = stateOf(ctx);
      const status = ctx.status;
      if (error instanceof errors.SessionNotFound) {
        const uid = (ctx as unknown as { params?: { uid?: string } }).params?.uid ?? '';
        const { client, finished } = await host.trail.of(uid);
        const next = wayBackTo(client);
        const because = finished ? 'finished' : 'expired';
        pages.render(
          answer(ctx),
          { kind: 'expired', because, ...(client && { client: brandOf(client) }), ...(next && { next }) },
          { status: 410 },
        );
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

    async signOut(ctx) {
      const { session } = ctx.oidc;
      const state = (session?.state ?? {}) as { secret?: string; postLogoutRedirectUri?: string; state?: string };
      if (!session?.accountId) throw new Error('a sign-out page with nobody signed in');
      if (hintNames(ctx, session.accountId)) return signOutNow(ctx, state);

      const [client, account] = await Promise.all([clientIn(ctx), host.accounts.get(session.accountId)]);
      pages.render(
        answer(ctx),
        {
          kind: 'sign-out',
          form: { action: '/session/end/confirm', csrf: '', hidden: { xsrf: String(state.secret) } },
          ...(client && { client: brandOf(client) }),
          ...(account && { account: { email: account.email, ...(account.name && { name: account.name }) } }),
        },
        { ...localeOf(ctx), ...(state.postLogoutRedirectUri && { formActions: [state.postLogoutRedirectUri] }) },
      );
    },

    async signedOut(ctx) {
      const client = await clientIn(ctx);
      const next = wayBackTo(client);
      const way = { ...(client && { client: brandOf(client) }), ...(next && { next }) };
      // The engine comes here too when the person chose to stay.
      const page: Page = (await isSignedIn(ctx))
        ? { kind: 'message', message: 'still-signed-in', next: { to: 'account', url: accountClient.home }, ...way }
        : { kind: 'signed-out', ...way };
      pages.render(answer(ctx), page, localeOf(ctx));
    },

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

  async function isSignedIn(ctx: KoaContextWithOIDC): Promise<boolean> {
    return (await sessionIn(host, ctx))?.session.account !== undefined;
  }

  /**
   * Whether the request is the app's own: it brings the ID token of the very person who is signed in, which no other
   * site has. Then nothing is asked (RP-Initiated Logout 1.0 §2).
   */
  function hintNames(ctx: KoaContextWithOIDC, account: string): boolean {
    const { IdTokenHint: hint, Client: client } = ctx.oidc.entities;
    if (!hint || !client) return false;
    return hint.payload['sub'] === subjectFor(host.digest, account, client);
  }

  async function signOutNow(
    ctx: KoaContextWithOIDC,
    signOut: { postLogoutRedirectUri?: string; state?: string },
  ): Promise<void> {
    await ctx.oidc.session?.destroy();
    ctx.cookies.set(cookieNames(host.secure).session, null, { ...cookieOptions(host.secure), signed: false });
    ctx.redirect(afterSignOut(signOut));
    ctx.status = 303;
  }
}

function reasonOf(error: Error, status: number): ErrorReason {
  if (status === 503) return 'unavailable';
  if (status >= 500) return 'internal';
  if (error instanceof errors.InvalidRedirectUri) return 'redirect-uri';
  if (error instanceof errors.InvalidClient) return 'unknown-client';
  return 'bad-request';
}
