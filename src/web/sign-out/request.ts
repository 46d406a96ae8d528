import type { Context } from 'koa';
import { z } from 'zod';
import type { Client } from '../../clients/index.ts';
import { isPrivateUse, routes } from '../../provider/index.ts';
import { brandOf } from '../interaction/index.ts';
import type { Answer } from '../pages/index.ts';
import type { ConfirmingHost, SignOutHost } from './host.ts';

/** Which app asks for a sign-out, and where it wants people back. */
export interface SignOutRequest {
  readonly client?: Client | undefined;
  /** One of the client's own. */
  readonly postLogoutRedirectUri?: string | undefined;
  readonly state?: string | undefined;
}

/** A request's own parameters (RP-Initiated Logout 1.0 §2), as a form of ours carries them through a page. */
export const requestFields = {
  client_id: z.string().max(1000).optional(),
  post_logout_redirect_uri: z.string().optional(),
  state: z.string().optional(),
};

export function fieldsOf({ client, postLogoutRedirectUri: uri, state }: SignOutRequest): Record<string, string> {
  return {
    ...(client && { client_id: client.id }),
    ...(uri !== undefined && { post_logout_redirect_uri: uri }),
    ...(state !== undefined && { state }),
  };
}

/** The request that came back with a form. The tab may be old: nobody is sent to what is not the client's any more. */
export async function requestIn(
  host: ConfirmingHost,
  fields: { readonly [field in keyof typeof requestFields]?: string | undefined },
): Promise<SignOutRequest> {
  const { client_id: id, post_logout_redirect_uri: uri, state } = fields;
  const { Client: EngineClient } = await host.provider();
  const engineClient = id === undefined ? undefined : await EngineClient.find(id);
  if (id === undefined || !engineClient) return {};
  const allowed = uri !== undefined && engineClient.postLogoutRedirectUriAllowed(uri);
  return { client: await host.clients.find(id), ...(allowed && { postLogoutRedirectUri: uri, state }) };
}

/** The page that asks once more, of whoever is signed in by then. */
export function askingAnew(request: SignOutRequest): string {
  const query = new URLSearchParams(fieldsOf(request)).toString();
  return query === '' ? routes.end_session : `${routes.end_session}?${query}`;
}

/** The app's own address, with the state that it gave; undefined where it named none. */
export function wayBackOf({ postLogoutRedirectUri, state }: SignOutRequest): string | undefined {
  if (postLogoutRedirectUri === undefined) return undefined;
  const url = new URL(postLogoutRedirectUri);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/** Sends the browser on; to a private-use address by a page, as the engine does (see `leaveByPage`). */
export function sendOn(
  { pages }: SignOutHost,
  ctx: Answer & Pick<Context, 'redirect'>,
  url: string,
  client?: Client,
): void {
  if (client && isPrivateUse(url)) return pages.render(ctx, { kind: 'continue', client: brandOf(client), url });
  ctx.redirect(url);
  ctx.status = 303;
}
