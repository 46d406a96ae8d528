import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../../../adapters/store.ts';
import { Refused } from '../../errors.ts';
import { ownApiAt, type OwnApi } from '../../own-clients.ts';
import { proofAlgorithms, stateOf } from '../../provider/index.ts';
import { TokenRefused, type Scheme } from './access-token.ts';

/**
 * Answers for programs: JSON whatever happens, and kept by no cache. Nothing comes after it: what an API does not have is
 * not to be answered by a page.
 * @param around goes around the routes, and answers by itself what is not for them
 */
export function answerPrograms(api: OwnApi, router: Router, around: Middleware = (_ctx, next) => next()): Middleware {
  const routes = router.routes() as unknown as Middleware;
  const otherMethods = router.allowedMethods() as unknown as Middleware;
  const nobody = () => Promise.resolve();

  async function answer(ctx: Context): Promise<void> {
    await routes(ctx, async () => void (await otherMethods(ctx, nobody)));
    if (ctx.status === 404 && ctx.body == null) throw new Refused('not_found', 'there is nothing here');
    // Scripts ask what they may (OPTIONS): where they may nothing, it is a method like any other.
    if ([405, 501].includes(ctx.status) || ctx.method === 'OPTIONS') {
      throw new Refused('method_not_allowed', 'this is not asked that way');
    }
  }

  return async (ctx, next) => {
    if (ownApiAt(ctx.path)?.path !== api.path) return void (await next());
    ctx.set('Cache-Control', 'no-store');
    try {
      await around(ctx, () => answer(ctx));
    } catch (error) {
      refuse(ctx, error, api.realm);
    }
  };
}

/** The client gets a code and a text; the rest is in the log. */
function refuse(ctx: Context, error: unknown, realm: string): void {
  const state = stateOf(ctx);
  state.failure = error instanceof Error ? error : new Error(String(error));
  if (error instanceof TokenRefused) {
    const { status, code, message } = error;
    if (status !== 400) ctx.set('WWW-Authenticate', challenges(error, realm));
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
function challenges({ code, message, scheme, scope, acrValues }: TokenRefused, realm: string): string[] {
  const said = { error: code, ...(code && { error_description: message }), scope, acr_values: acrValues };
  const schemes: readonly Scheme[] = code ? [scheme] : ['Bearer', 'DPoP'];
  return schemes.map((one) => {
    const parameters = { realm, ...said, ...(one === 'DPoP' && { algs: proofAlgorithms.join(' ') }) };
    // Each is a quoted text. Ours have neither quotes nor backslashes in them.
    const quoted = Object.entries(parameters).flatMap(([name, value]) => (value ? [`${name}="${value}"`] : []));
    return `${one} ${quoted.join(', ')}`;
  });
}
