import type { Context, Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { engineMethods, routes } from '../../provider/index.ts';
import { readForm } from './form.ts';

/** What people open in a browser and apps may post to: by GET the same request means the same. */
const postable: readonly string[] = [routes.authorization, routes.end_session];

/** Characters of a query: with the other headers it must fit in what a server takes. */
const longestQuery = 8 * 1024;

/**
 * Requests at the engine's paths that the engine does not take.
 *
 * An authorization or sign-out request that an app posted (OIDC Core §3.1.2.1, RP-Initiated Logout 1.0 §2) comes again
 * by GET: with another site's post no SameSite=Lax cookie comes along, and the person would look signed out. Any other
 * method is refused with the ones that are taken, in the form of whom it is for: people or machines.
 */
export const engineRequests: Middleware = async (ctx, next) => {
  const methods = engineMethods(ctx.path);
  if (!methods) return void (await next());
  if (postable.includes(ctx.path) && ctx.method === 'POST') return void (await readForm(ctx, () => askByGet(ctx)));
  ctx.set('Allow', [...methods, ...(postable.includes(ctx.path) ? ['POST'] : [])].join(', '));
  if (ctx.path.startsWith(routes.authorization) || ctx.path.startsWith(routes.end_session)) {
    throw new Refused('method_not_allowed', 'this page is not asked that way');
  }
  ctx.status = 405;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    error: 'invalid_request',
    error_description: `${ctx.path} takes ${methods.filter((method) => !/HEAD|OPTIONS/.test(method)).join(' and ')}`,
  };
};

function askByGet(ctx: Context): Promise<void> {
  const { rawBody = '' } = ctx.request as { rawBody?: string };
  const query = new URLSearchParams(rawBody).toString();
  if (query.length > longestQuery) throw new Refused('too_large', 'the request is too large');
  ctx.redirect(`${ctx.path}?${query}`);
  ctx.status = 303;
  return Promise.resolve();
}
