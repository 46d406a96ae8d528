import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { languagesFor } from '../middleware/language.ts';
import type { InteractionHost } from './host.ts';

/**
 * Turns a password away before anything is read or looked up for it, where as many wait as may. In a flood that is what
 * nearly all of them come to, and with everything looked up and the whole form once more it took six times as long: the
 * time of everybody else's tokens. What was typed is not kept, then. Whoever still found room here, and none afterwards,
 * gets the form.
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
      return pages.render(
        ctx,
        {
          kind: 'error',
          reason: 'busy',
          reference: state.origin.requestId,
          next: { to: 'try-again', url: ctx.path.replace(/\/password\/?$/i, '/sign-in') },
        },
        // It may be an app's popup, which goes on after this: nobody has looked.
        { status: 503, popup: true, ...languagesFor(ctx) },
      );
    }
    return next();
  };
