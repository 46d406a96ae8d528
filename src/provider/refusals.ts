import type Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { stateOf } from './request.ts';
import type { EngineViews } from './views.ts';

/** The engine's endpoints that no person ever sees, by its own names for them. */
const forMachines: ReadonlySet<string> = new Set([
  'discovery',
  'introspection',
  'jwks',
  'pushed_authorization_request',
  'revocation',
  'token',
  'userinfo',
]);

/** The engine's `renderError`: people are shown a page, and programs what they can read. */
export const showRefusal =
  (views: Pick<EngineViews, 'error'>): NonNullable<Configuration['renderError']> =>
  async (ctx, out, error) => {
    // Some programs ask for HTML first by default, and could not read why they were refused (RFC 6749 §5.2).
    if (forMachines.has(ctx.oidc.route)) ctx.body = out;
    else await views.error(ctx, out, error);
  };

/** Has each refusal told in the log, with the reference that was shown. */
export function noteRefusals(provider: Provider): void {
  const note = (ctx: KoaContextWithOIDC, error: Error): void => void (stateOf(ctx).failure = error);
  provider.on('authorization.error', note);
  provider.on('discovery.error', note);
  provider.on('end_session.error', note);
  provider.on('grant.error', note);
  provider.on('introspection.error', note);
  provider.on('jwks.error', note);
  provider.on('pushed_authorization_request.error', note);
  provider.on('revocation.error', note);
  provider.on('userinfo.error', note);
  provider.on('server_error', note);
}
