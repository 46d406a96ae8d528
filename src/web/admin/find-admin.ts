import type { Middleware } from 'koa';
import { isBeingSecured } from '../../accounts/index.ts';
import { isAdmin } from '../../admins/index.ts';
import type { Session } from '../../devices/index.ts';
import { Refused } from '../../errors.ts';
import { levelOf, reaches } from '../../factors/index.ts';
import { sessionIn } from '../middleware/session.ts';
import { askToSignIn, isRecentSignIn, noteOwn, stayActive } from '../signed-in/index.ts';
import type { AdminHost } from './host.ts';

const level = 'urn:postern:two-factors';

/**
 * Whoever sets up a first factor has just given the password: who finds an open browser, or has a copy of its cookie, would
 * else make the account's second factor their own.
 */
async function askAgain(host: AdminHost, session: Session): Promise<{ prompt?: 'login' }> {
  const { account = '', amr = [] } = session;
  const step = await host.factors.next({ account, level: levelOf(amr), wanted: level, insists: level });
  return step.is === 'enrol' && !isRecentSignIn(host, session) ? { prompt: 'login' } : {};
}

/**
 * Finds the admin who is signed in in this browser with two factors.
 *
 * Where nobody is signed in, the sign-in comes first. Whoever is signed in and no admin finds nothing here, as at any
 * address that there is not, and before anything else is asked of them or done for them: by what an answer looks like
 * nobody learns who is an admin. An admin without a second factor sets one up before they see anything.
 * @throws {Refused} not_found
 */
export function findAdmin(host: AdminHost): Middleware {
  return async (ctx, next) => {
    const found = await sessionIn(host, ctx);
    const account = found?.session.account === undefined ? undefined : await host.accounts.get(found.session.account);
    if (!found || !account || account.disabledAt !== undefined) return askToSignIn(host, ctx, ctx.url);
    if (!isAdmin(account)) throw new Refused('not_found', 'there is no such page');
    // Which sessions end by a "this was not me" is not done: nothing is seen or changed by one of them meanwhile.
    if (isBeingSecured(account)) return askToSignIn(host, ctx, ctx.url, { prompt: 'login' });
    // What was proven, whatever this browser is spared elsewhere.
    if (!reaches(levelOf(found.session.amr ?? []), level)) {
      return askToSignIn(host, ctx, ctx.url, { level, insists: true, ...(await askAgain(host, found.session)) });
    }
    await stayActive(host, ctx, found);
    noteOwn(ctx, { account, session: found.session });
    await next();
  };
}
