import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Browsers, Devices, Sessions } from '../devices/index.ts';
import type { Digest } from '../keys/index.ts';
import { stateOf } from './request.ts';
import { subjectFor } from './subjects.ts';

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
 *
 * An app may be signed in there still, by a session whose time is over. Who signs out of it by its ID token, which no
 * other site has, and in the browser that its account signed in in, is signed out there.
 */
export function signOutNobody(rooms: {
  readonly browsers: Pick<Browsers, 'accountsOf'>;
  readonly devices: Pick<Devices, 'idOf'>;
  readonly sessions: Pick<Sessions, 'ofDevice' | 'end'>;
  readonly digest: Digest;
}): Middleware {
  const { browsers, devices, sessions, digest } = rooms;

  async function signOutLate(ctx: KoaContextWithOIDC): Promise<void> {
    const { IdTokenHint: hint, Client: client } = ctx.oidc.entities;
    const { browser, accounts, origin } = stateOf(ctx);
    if (!hint || !client || browser === undefined) return;
    const known = await browsers.accountsOf(browser, accounts);
    const account = known.find((id) => subjectFor(digest, id, client) === hint.payload['sub']);
    if (account === undefined) return;
    for (const { id } of await sessions.ofDevice(devices.idOf(account, browser)))
      await sessions.end(id, { reason: 'signed_out', origin });
  }

  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    if (oidc?.route !== 'end_session' || ctx.status !== 200 || oidc.session?.accountId) return;
    // Its answer waits for that, as for any write (see `settle`).
    (stateOf(ctx).writes ??= []).push(signOutLate(ctx as unknown as KoaContextWithOIDC));
    ctx.redirect(afterSignOut(oidc.session?.state ?? {}));
    ctx.status = 303;
  };
}
