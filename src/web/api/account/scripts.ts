import type { Context, Middleware } from 'koa';
import type { Clients } from '../../../clients/index.ts';
import { TokenRefused } from '../access-token.ts';

/** How long a browser may remember what it may ask, in seconds. */
const remembered = 3600;

/**
 * CORS for the scripts of apps (Fetch §3.2). Cookies never come along, so an origin is given nothing but what the token
 * gives.
 */
export const letScriptsRead: Middleware = async (ctx, next) => {
  ctx.vary('Origin');
  const origin = ctx.get('origin');
  if (origin) {
    ctx.set('Access-Control-Allow-Origin', origin);
    ctx.set('Access-Control-Expose-Headers', 'WWW-Authenticate');
  }
  if (ctx.method === 'OPTIONS') preflight(ctx);
  else await next();
};

function preflight(ctx: Context): void {
  if (ctx.get('access-control-request-method')) {
    ctx.set('Access-Control-Allow-Methods', 'GET, DELETE');
    ctx.set('Access-Control-Allow-Headers', 'Authorization, DPoP, Accept-Language');
    ctx.set('Access-Control-Max-Age', String(remembered));
  }
  ctx.status = 204;
}

/** A script of another origin than the app's own reads nothing, whatever token it has got hold of. @throws {TokenRefused} */
export async function requireOriginOf(clients: Pick<Clients, 'find'>, ctx: Context, id: string): Promise<void> {
  const origin = ctx.get('origin');
  if (origin === '' || (await clients.find(id))?.origins.includes(origin)) return;
  ctx.remove('Access-Control-Allow-Origin');
  throw new TokenRefused(400, 'invalid_request', 'the origin is not one of the app');
}
