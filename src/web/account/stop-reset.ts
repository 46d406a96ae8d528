import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import type { ResetOf } from '../../resets/index.ts';
import { goTo, ownOf } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';

/** POST /account/…/stop-reset: whoever is signed in can stop what an admin was talked into. */
export const stopReset =
  (host: AccountHost, of: ResetOf): Middleware =>
  async (ctx) => {
    const resets = of === 'factors' ? host.factorResets : host.emailResets;
    const stopped = await resets.stop(ownOf(ctx).account.id, stateOf(ctx).origin);
    const done = of === 'factors' ? 'reset-stopped' : 'email-reset-stopped';
    // Too late, or stopped elsewhere: what is so now, the page says.
    goTo(ctx, stopped ? `/account?done=${done}` : '/account');
  };
