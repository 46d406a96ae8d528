import type { Context, Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { formHere, ownOf, show } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { askAnew, commonOf, isOwnerStill, securityPath } from './own.ts';

/** GET /account/security/recovery-codes: asks. */
export const askToRemakeCodes =
  (host: AccountHost): Middleware =>
  (ctx) => {
    show(host, ctx, {
      kind: 'end',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      back: securityPath,
      what: 'codes',
    });
  };

/** POST /account/security/recovery-codes: new ones, shown once. */
export const remakeCodes =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account } = ownOf(ctx);
    const codes = await host.factors.remakeCodes(account.id, stateOf(ctx).origin, isOwnerStill(host, ctx));
    if (!codes) return askAnew(host, ctx);
    showCodes(host, ctx, codes);
  };

/**
 * Recovery codes, the only time that they are shown.
 * @param back where one goes on, and where Reload leads: it neither shows them again nor posts again what made them
 */
export function showCodes(host: AccountHost, ctx: Context, codes: readonly string[], back = securityPath): void {
  show(host, ctx, { kind: 'recovery-codes', ...commonOf(host, ctx), codes, back }, 200, { address: back });
}
