import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** What the engine keeps of a sign-out request in the session. */
interface SignOut {
  readonly postLogoutRedirectUri?: string;
  readonly state?: string;
}

/** Where people go after a sign-out: to the app's address where the app named one of its own, else to a page of ours. */
export function afterSignOut({ postLogoutRedirectUri, state }: SignOut): string {
  if (!postLogoutRedirectUri) return '/session/end/success';
  const url = new URL(postLogoutRedirectUri);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/**
 * Where nobody is signed in there is nothing to confirm. The engine would make a session to keep the confirmation's
 * secret in, and so could anybody, by the million; it is not kept (see `keepSessions`), and the person goes on at once.
 */
export const signOutNobody: Middleware = async (ctx, next) => {
  await next();
  const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
  if (oidc?.route !== 'end_session' || ctx.status !== 200 || oidc.session?.accountId) return;
  ctx.redirect(afterSignOut(oidc.session?.state ?? {}));
  ctx.status = 303;
};
