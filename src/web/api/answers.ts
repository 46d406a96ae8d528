import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../../../adapters/store.ts';
import { Refused } from '../../errors.ts';
import { accountApi } from '../../own-clients.ts';
import { proofAlgorithms, stateOf } from '../../provider/index.ts';
import { TokenRefused, type Scheme } from './access-token.ts';

/** How long a browser may remember what it may ask, in seconds. */
const remembered = 3600;

/**
 * Answers for programs: JSON whatever happens, with CORS for the scripts of apps (Fetch §3.2). Cookies never
 * come along, so an origin is given nothing but what the token gives.
 */
export const answerPrograms =
  (routes: (ctx: Context) => Promise<unknown>): Middleware =>
  async (ctx, next) => {
    if (ctx.path !== accountApi.path && !ctx.path.startsWith(`${accountApi.path}/`)) return void (await next());
    ctx.vary('Origin');
    ctx.set('Cache-Control', 'no-store');
    const origin = ctx.get('origin');
    if (origin) {
      ctx.set('Access-Control-Allow-Origin', origin);
      ctx.set('Access-Control-Expose-Headers', 'WWW-Authenticate');
    }
    if (ctx.method === 'OPTIONS') return preflight(ctx);
    try {
      await routes(ctx);
      if (ctx.status === 404 && ctx.body == null) throw new Refused('not_found', 'there is nothing here');
      if (ctx.status === 405) throw new Refused('method_not_allowed', 'this is not asked that way');
    } catch (error) {
      refuse(ctx, error);
    }
  };

function preflight(ctx: Context): void {
  if (ctx.get('access-control-request-method')) {
    ctx.set('Access-Control-Allow-Methods', 'GET, DELETE');
    ctx.set('Access-Control-Allow-Headers', 'Authorization, DPoP, Accept-Language');
    ctx.set('Access-Control-Max-Age', String(remembered));
  }
  ctx.status = 204;
}

/** The client gets a code and a text; the rest is in the log. */
function refuse(ctx: Context, error: unknown): void {
  const state = stateOf(ctx);
  state.failure = error instanceof Error ? error : new Error(String(error));
  if (error instanceof TokenRefused) {
    const { status, code, message } = error;
    if (status !== 400) ctx.set('WWW-Authenticate', challenges(error));
    ctx.status = status;
    ctx.body = { error: code ?? 'unauthorized', error_description: message };
    return;
  }
  if (error instanceof StoreUnavailable) {
    ctx.status = 503;
    ctx.body = { error: 'temporarily_unavailable', error_description: 'try again in a moment' };
    return;
  }
  const known = error instanceof Refused ? error : undefined;
  ctx.status = known?.status ?? 500;
  ctx.body = {
    error: known?.code ?? 'server_error',
    error_description: known?.message ?? 'this is our fault',
    request_id: state.origin.requestId,
  };
}

/** How a token must come (RFC 6750 §3, RFC 9449 §7.1): who sent none may send either kind. */
function challenges({ code, message, scheme, scope }: TokenRefused): string[] {
  const said = { error: code, ...(code && { error_description: message }), scope };
  const schemes: readonly Scheme[] = code ? [scheme] : ['Bearer', 'DPoP'];
  return schemes.map((one) => {
    const parameters = { realm: 'account', ...said, ...(one === 'DPoP' && { algs: proofAlgorithms.join(' ') }) };
    // Each is a quoted text. Ours have neither quotes nor backslashes in them.
    const quoted = Object.entries(parameters).flatMap(([name, value]) => (value ? [`${name}="${value}"`] : []));
    return `${one} ${quoted.join(', ')}`;
  });
}
