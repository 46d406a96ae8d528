import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import type { InteractionHost } from './host.ts';

/**
 * Turns a password away before anything is read or looked up for it, where as many wait as may. In a flood that is what
 * nearly all of them come to, and with everything looked up and the whole form once more it took six times as long: the
 * time of everybody else's tokens. Whoever still found room here, and none afterwards, gets the form.
 */
export const unlessCrowded =
  ({ passwordTurns, pages }: Pick<InteractionHost, 'passwordTurns' | 'pages'>): Middleware =>
  (ctx, next) => {
    try {
      passwordTurns.requireRoom();
    } catch (error) {
      if (ctx.accepts('html', 'json') === 'json') throw error;
      const state = stateOf(ctx);
      state.failure = error as Error;
      const again = ctx.path.replace(/\/password$/, '/sign-in');
      const reference = state.origin.requestId;
      return pages.render(
        ctx,
        { kind: 'error', reason: 'busy', reference, next: { to: 'try-again', url: again } },
        { status: 503 },
      );
    }
    return next();
  };
