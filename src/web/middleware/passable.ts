import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Protection } from '../../protection/index.ts';
import { stateOf } from '../../provider/index.ts';
import { MustPass, passIn } from '../must-pass.ts';
import { NetworkPaused } from '../network-paused.ts';
import type { ErrorPage, PassPage } from '../pages/index.ts';

/** Typed once more, and never put into a page. */
const secrets = ['current', 'next', 'password'] as const;

/** The factor that a posted code is to prove, where it is to prove one. */
const CodeFactor = z.enum(['app', 'sms', 'email', 'recovery-code']).optional().catch(undefined);

const Fields = z.record(z.string(), z.unknown());

/**
 * Shows a page in between where a form meets a budget that others have used up: it has all that was posted but what is
 * typed once more, and posts it again with a solution or a ticket. So every form can be passed on with, and knows nothing
 * of it. Nor of a network from which nothing may be tried for a while, which is told here too: nothing passes that.
 * @param show how a page is shown in this place
 * @param chosen whether the field `password` of the place's forms is a new one
 */
export function passable(
  { protection }: { readonly protection: Pick<Protection, 'drawTicket'> },
  show: (ctx: Context, page: PassPage | ErrorPage, status: number) => void | Promise<void>,
  chosen = false,
): Middleware {
  return async (ctx, next) => {
    const { pass, queue } = passIn(ctx);
    const page = (): PassPage => ({ kind: 'pass', chosen, ...repeating(ctx) });

    const drawn = queue === undefined ? undefined : await protection.drawTicket(queue, stateOf(ctx).origin.address);
    if (drawn?.ticket !== undefined) return show(ctx, { ...page(), ticket: drawn.ticket, wait: drawn.wait }, 200);
    if (drawn && queue !== undefined) {
      ctx.set('Retry-After', String(drawn.wait));
      return show(ctx, { ...page(), queue, errors: { form: 'queue-full' } }, 429);
    }

    try {
      await next();
    } catch (error) {
      if (error instanceof NetworkPaused && ctx.accepts('html', 'json') !== 'json')
        return show(ctx, pausedPage(ctx, error), error.status);
      if (!(error instanceof MustPass)) throw error;
      const { work, queue, ticket } = error.offer;
      ctx.set('Retry-After', String(ticket?.wait ?? error.wait));
      if (ticket) return show(ctx, { ...page(), ...ticket }, 429);
      // What came with it was not good: the person sees that, and nothing goes on by itself for ever.
      const errors = pass === undefined ? {} : { errors: { form: 'not-passed' } as const };
      await show(ctx, { ...page(), ...(work && { work }), queue, ...errors }, 429);
    }
  };
}

function pausedPage(ctx: Context, error: NetworkPaused): ErrorPage {
  const state = stateOf(ctx);
  state.failure = error;
  return { kind: 'error', reason: 'network-paused', reference: state.origin.requestId, wait: error.wait };
}

/** The form once more, with what was in it. */
function repeating(ctx: Context): Omit<PassPage, 'kind' | 'chosen'> {
  const posted = Object.entries(Fields.parse((ctx.request as { body?: unknown }).body ?? {})).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  const { csrf = '', pass: _pass, queue: _queue, ...fields } = Object.fromEntries(posted);
  const factor = CodeFactor.parse(fields['factor']);
  // An app shows another code by the time that it is one's turn.
  const typed = factor === undefined ? secrets : ([...secrets, 'code'] as const);
  const again = typed.filter((name) => fields[name] !== undefined);
  const hidden = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(typed as readonly string[]).includes(name)),
  );
  const who = fields['identifier'] ?? fields['email'];
  const form = { action: ctx.url, csrf, hidden };
  return { form, again, ...(factor && { factor }), ...(who !== undefined && again.length > 0 && { who }) };
}
