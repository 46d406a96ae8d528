import type { Middleware } from 'koa';
import { passkeysPath, securityPath, type AccountHost } from './account/index.ts';

/**
 * GET /.well-known/passkey-endpoints: where password managers send people to add a passkey, and to look after theirs (W3C,
 * A Well-Known URL for Relying Party Passkey Endpoints). Anything else goes on.
 */
export function passkeyEndpoints({ issuer, factors }: Pick<AccountHost, 'issuer' | 'factors'>): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/.well-known/passkey-endpoints' || ctx.method !== 'GET' || !factors.passkeys.offered) {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.body = { enroll: `${issuer}${passkeysPath}`, manage: `${issuer}${securityPath}` };
  };
}
