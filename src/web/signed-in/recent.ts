import type { Middleware } from 'koa';
import type { Session } from '../../devices/index.ts';
import { isRecent, levelOf } from '../../factors/index.ts';
import { askToSignIn } from './ask.ts';
import type { SignedInHost } from './host.ts';
import { ownOf } from './own.ts';

/** Whether who is signed in proved who they are but a moment ago: who finds an open browser is not its owner. */
export const isRecentSignIn = (
  { clock }: Pick<SignedInHost, 'clock'>,
  { authTime = 0 }: Pick<Session, 'authTime'>,
): boolean => isRecent(authTime, clock.now());

/**
 * Asks for the sign-in once more where the last one was too long ago. Whoever has a second factor proves it too, also
 * where nobody is asked for it: an app may be, and would be given the new one.
 */
export function requireRecentSignIn(host: SignedInHost): Middleware {
  return async (ctx, next) => {
    const { account, session } = ownOf(ctx);
    const { amr = [] } = session;
    const level = 'urn:postern:two-factors';
    const isOld = !isRecentSignIn(host, session);
    const step = await host.factors.next({ account: account.id, level: levelOf(amr), wanted: level });
    if (!isOld && step.is !== 'prove') return void (await next());
    askToSignIn(host, ctx, ctx.url, { level, ...(isOld && { prompt: 'login' }) });
  };
}
