import type { Middleware } from 'koa';
import type { JWK, KoaContextWithOIDC } from 'oidc-provider';
import type { Keys } from '../../keys/index.ts';

/**
 * What /jwks shows. The engine shows every key that it has, and it has former ones too, for the ID tokens that apps
 * bring back when they sign somebody out: those are nobody else's business.
 */
export function showPublishedKeys(keys: Pick<Keys, 'isPublished'>): Middleware {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    if (oidc?.route !== 'jwks' || ctx.status !== 200) return;
    const { keys: all } = ctx.body as { keys: JWK[] };
    // The engine's answer is one object for all requests.
    ctx.body = { keys: all.filter(({ kid }) => keys.isPublished(kid)) };
    ctx.type = 'application/jwk-set+json; charset=utf-8';
  };
}
