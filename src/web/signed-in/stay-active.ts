import type { Context } from 'koa';
import type { Found } from '../../devices/index.ts';
import { stateOf } from '../../provider/index.ts';
import { placeSession } from '../middleware/session.ts';
import type { SignedInHost } from './host.ts';

/** Notes that the session is in use, at most once a minute, and lets its cookie last as long as it does now. */
export async function stayActive(host: SignedInHost, ctx: Context, found: Found): Promise<void> {
  const kept = await host.sessions.keep(found, {}, false, stateOf(ctx).origin);
  if (!kept || kept.revision === found.session.revision) return;
  // Moved on by a sign-in in another tab meanwhile: its cookie is for who proved something there.
  if (found.stale || kept.generation !== found.session.generation) return;
  placeSession(host, ctx, kept);
}
