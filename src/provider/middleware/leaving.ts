import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { EngineViews } from '../views.ts';

/** Whether an address is neither a path nor one of the web's. */
export const isPrivateUse = (url: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url);

/**
 * Leads to private-use addresses (`com.example.app:/callback`, RFC 8252 §7.1) by a page in between. Browsers on phones
 * do not follow a redirect there after a form was sent, and a page with a link always gets people on.
 */
export function leaveByPage(views: Pick<EngineViews, 'goOn'>): Middleware {
  return async (ctx, next) => {
    await next();
    const location = ctx.response.get('location');
    if (ctx.status !== 303 || !isPrivateUse(location)) return;
    ctx.remove('Location');
    await views.goOn(ctx as unknown as KoaContextWithOIDC, location);
  };
}
