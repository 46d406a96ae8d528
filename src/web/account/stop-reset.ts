import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import type { ResetOf } from '../../resets/index.ts';
import { isOwnSince } from '../known-browsers.ts';
import { askToSignIn, goTo, ownOf } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';

/**
 * POST /account/…/stop-reset: whoever is signed in can stop what an admin was talked into. What waits because of a denial is
 * stopped by who signed in since: a session that was spared then may be that of whose factor it is. Where no second factor is
 * asked for, a new password by a letter leads here: then it is kept as by a letter's link, but in a browser that was the
 * account's own before there was one.
 */
export const stopReset =
  (host: AccountHost, of: ResetOf): Middleware =>
  async (ctx) => {
    const resets = of === 'factors' ? host.factorResets : host.emailResets;
    const { account, session } = ownOf(ctx);
    const denied = of === 'factors' ? await host.factorResets.deniedOf(account.id) : undefined;
    if (denied && !(await host.accounts.isStillProven(account.id, session.signOuts ?? 0))) {
      return askToSignIn(host, ctx, '/account', { prompt: 'login' });
    }
    const isOwn = denied !== undefined && (await isOwnSince(host, ctx, account.id, denied));
    const stopped = await resets.stop(account.id, stateOf(ctx).origin, isOwn ? 'other' : 'link');
    const done = of === 'factors' ? 'reset-stopped' : 'email-reset-stopped';
    // Too late, or stopped elsewhere: what is so now, the page says.
    goTo(ctx, stopped ? `/account?done=${done}` : '/account');
  };
