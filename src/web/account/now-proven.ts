import type { Context } from 'koa';
import { levelOf, methodsWith, reaches } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { placeSession } from '../middleware/session.ts';
import { ownOf } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';

/**
 * Whoever has just enrolled a factor has proven it: this sign-in counts as one with it, under a new cookie.
 * @param methods RFC 8176
 */
export async function nowProven(host: AccountHost, ctx: Context, methods: readonly string[]): Promise<void> {
  const found = stateOf(ctx).session;
  if (!found) throw new Error('a page of an account without its session');
  const { amr = [] } = found.session;
  const next = methodsWith(amr, methods);
  if (levelOf(next) === levelOf(amr)) return;
  const kept = await host.sessions.keep(found, { amr: next }, true, stateOf(ctx).origin);
  // Stale: the browser has the newer cookie already, and who has only the one of before gets none.
  if (kept && !found.stale) placeSession(host, ctx, kept);
}

/**
 * Whether this sign-in may only add a first factor. One that has proven a single factor can have passed the door a moment
 * before the owner enrolled one elsewhere: the record decides.
 */
export const mayAddFirstOnly = (ctx: Context): boolean =>
  !reaches(levelOf(ownOf(ctx).session.amr ?? []), 'urn:postern:two-factors');
