import type { Middleware } from 'koa';
import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import { asEngineStep } from '../failures.ts';
import { stateOf } from '../request.ts';
import type { EngineViews } from '../views.ts';

/**
 * Answers a sign-out request (RP-Initiated Logout 1.0 §2) that the engine found to be in order: hint, client and address.
 *
 * What comes of it is not the engine's to say. It knows one session a browser, and would take nobody in place for nobody
 * signed in; and it keeps the secret of its confirmation in that session, where a second tab takes it from the first.
 */
export function answerSignOuts(views: Pick<EngineViews, 'signOut' | 'error'>): Middleware {
  return async (ctx, next) => {
    await next();
    const engineCtx = ctx as unknown as KoaContextWithOIDC;
    const { oidc } = engineCtx as Partial<KoaContextWithOIDC>;
    if (oidc?.route !== 'end_session' || ctx.status !== 200) return;
    try {
      await asEngineStep(() => views.signOut(engineCtx));
    } catch (thrown) {
      // As the engine does with what fails in its own steps, which are over.
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const { statusCode = 500, error: code = 'server_error' } = error as Partial<errors.OIDCProviderError>;
      stateOf(ctx).failure = error;
      ctx.status = statusCode;
      await views.error(engineCtx, { error: code }, error);
    }
  };
}
