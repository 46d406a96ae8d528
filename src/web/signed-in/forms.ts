import type { Context, Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import type { Form } from '../pages/index.ts';
import type { SignedInHost } from './host.ts';
import { ownOf } from './own.ts';
import { show } from './show.ts';

type Host = Pick<SignedInHost, 'csrf' | 'pages'>;

/** What a form of a page acts on: one session's, so that a form from before the account was changed does nothing. */
const scopeOf = (ctx: Context, path = ctx.path): string => `account\0${ownOf(ctx).session.id}\0${path}`;

/** A form that goes to another page. */
export const formTo = (host: Host, ctx: Context, path: string): Form => ({
  action: path,
  csrf: host.csrf.token(ctx, scopeOf(ctx, path)),
});

/** The form of this page. */
export const formHere = (host: Host, ctx: Context): Form => formTo(host, ctx, ctx.path);

/** A form of another site, browser, account or page is not taken; the page can be opened anew. */
export function csrf(host: Host): Middleware {
  return async (ctx, next) => {
    const { csrf: given } = (ctx.request as { body?: Record<string, unknown> }).body ?? {};
    try {
      host.csrf.verify(ctx, scopeOf(ctx), given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const state = stateOf(ctx);
      state.failure = error;
      const next = { to: 'try-again', url: ctx.path } as const;
      return show(
        host,
        ctx,
        { kind: 'error', reason: 'foreign-form', reference: state.origin.requestId, next },
        error.status,
      );
    }
    await next();
  };
}
