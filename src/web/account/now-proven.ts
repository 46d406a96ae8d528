import type { Context, Middleware } from 'koa';
import { levelOf, methodsWith, reaches, type FactorKind } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { placeSession } from '../middleware/session.ts';
import { goTo, ownOf } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { securityPath } from './own.ts';

/**
 * Whoever has just enrolled a factor has proven it: this browser is one in which the account has, and this sign-in counts as
 * one with it, under a new cookie.
 * @param factor  its kind
 * @param methods RFC 8176
 */
export async function nowProven(
  host: AccountHost,
  ctx: Context,
  factor: FactorKind,
  methods: readonly string[],
): Promise<void> {
  const { session: found, origin } = stateOf(ctx);
  if (!found) throw new Error('a page of an account without its session');
  const { amr = [], device, doubtful = false } = found.session;
  if (device !== undefined) await host.devices.noteProof(device, { doubtful, factor, told: true }, origin);
  const next = methodsWith(amr, methods);
  if (levelOf(next) === levelOf(amr)) return;
  const kept = await host.sessions.keep(found, { amr: next }, true, origin);
  // Stale: the browser has the newer cookie already, and who has only the one of before gets none.
  if (kept && !found.stale) placeSession(host, ctx, kept);
}

/**
 * Whether this sign-in may only add a first factor. One that has proven a single factor can have passed the door a moment
 * before the owner enrolled one elsewhere: the record decides.
 */
export const mayAddFirstOnly = (ctx: Context): boolean =>
  !reaches(levelOf(ownOf(ctx).session.amr ?? []), 'urn:postern:two-factors');

/**
 * Lets only a sign-in change what is there that has proven two factors. Any other passed the door because there was nothing:
 * what is there now, the owner enrolled a moment ago, and recovery codes made now would open it to the password alone.
 */
export const provenByTwo: Middleware = async (ctx, next) => {
  if (mayAddFirstOnly(ctx)) return goTo(ctx, securityPath);
  await next();
};
