import type { Context, Middleware } from 'koa';
import { errors } from 'oidc-provider';
import { StoreUnavailable } from '../../../adapters/store.ts';
import { Refused, type RefusalCode } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { needsCookies, sentNoCookie } from '../cookieless.ts';
import type { ErrorReason, Pages } from '../pages/index.ts';
import { languagesFor } from './language.ts';

const reasons: Partial<Record<RefusalCode, ErrorReason>> = {
  not_found: 'not-found',
  method_not_allowed: 'method',
  too_large: 'too-large',
  forbidden: 'forbidden',
  temporarily_unavailable: 'unavailable',
  too_many_requests: 'too-many',
};

/** A store that did not answer; also one that the engine asked, whose errors have a form of their own. */
const isUnavailable = (error: unknown): boolean =>
  error instanceof StoreUnavailable ||
  (error instanceof errors.OIDCProviderError && error.cause instanceof StoreUnavailable);

/** Why a page shows an error, in the words that pages know. */
export function reasonOf(error: unknown): { readonly status: number; readonly reason: ErrorReason } {
  if (isUnavailable(error)) return { status: 503, reason: 'unavailable' };
  if (error instanceof Refused) {
    const foreign = error.detail['reason'] === 'foreign-form';
    return { status: error.status, reason: foreign ? 'foreign-form' : (reasons[error.code] ?? 'bad-request') };
  }
  return { status: 500, reason: 'internal' };
}

/** Turns whatever a page's route throws into a page: a stable text and a reference number. The log has the rest. */
export function failuresAsPages(pages: Pages): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) throw new Refused('not_found', 'there is no such page');
      if (ctx.status === 405 && ctx.body == null)
        throw new Refused('method_not_allowed', 'this page is not asked that way');
    } catch (error) {
      showFailure(ctx, pages, error);
    }
  };
}

function showFailure(ctx: Context, pages: Pages, error: unknown): void {
  const { status, reason } = reasonOf(error);
  const state = stateOf(ctx);
  state.failure = error instanceof Error ? error : new Error(String(error));
  if (status === 429 && error instanceof Refused) ctx.set('Retry-After', String(error.detail['retryAfter']));
  if (reason === 'foreign-form' && sentNoCookie(ctx)) {
    return pages.render(ctx, needsCookies(ctx, { next: { to: 'try-again', url: ctx.path } }), {
      status,
      ...languagesFor(ctx),
    });
  }
  if (ctx.accepts('html', 'json') === 'json') {
    ctx.status = status;
    ctx.body = { error: error instanceof Refused ? error.code : 'server_error', request_id: state.origin.requestId };
    return;
  }
  pages.render(ctx, { kind: 'error', reason, reference: state.origin.requestId }, { status, ...languagesFor(ctx) });
}
