import type { Context } from 'koa';
import { ownApiAt } from '../../own-clients.ts';
import { engineMethods, routes, stateOf } from '../../provider/index.ts';
import type { ErrorReason, Pages } from '../pages/index.ts';
import { languagesFor } from './language.ts';

/**
 * Answers a request that neither the engine nor the host gets to see: by a page for people, in JSON for programs.
 * @param failure what the log tells
 */
export function answerAtTheEdge(
  ctx: Context,
  pages: Pages,
  failure: Error,
  told: { readonly status: number; readonly reason: ErrorReason; readonly error: string; readonly text: string },
): void {
  const { status, reason, error, text } = told;
  const state = stateOf(ctx);
  const { requestId } = state.origin;
  state.failure = failure;
  if (!isForMachines(ctx)) {
    return pages.render(ctx, { kind: 'error', reason, reference: requestId }, { status, ...languagesFor(ctx) });
  }
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  // There is nothing in it that a page of another origin may not read, and its reference is there to be told.
  if (ownApiAt(ctx.path)?.forScripts !== false) ctx.set('Access-Control-Allow-Origin', '*');
  ctx.body = { error, error_description: text, request_id: requestId };
}

/** What programs ask for, and whoever prefers JSON. */
function isForMachines(ctx: Context): boolean {
  const shown = [routes.authorization, routes.end_session].some((path) => ctx.path.startsWith(path));
  const engine = engineMethods(ctx.path) !== undefined && !shown;
  return engine || ownApiAt(ctx.path) !== undefined || ctx.accepts('html', 'json') === 'json';
}
