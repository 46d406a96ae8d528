import type { Middleware } from 'koa';
import { accountClient } from '../../own-clients.ts';
import { sessionIn } from '../middleware/session.ts';
import { goTo, returnPath } from '../signed-in/index.ts';
import { everybodyHere, tellSignedOut } from '../sign-out/index.ts';
import type { AccountHost } from './host.ts';

/** GET /account/callback: the engine is done; on to the page that was asked for. */
export const comeBack =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const to = returnPath(host, ctx, ctx.query['state']) ?? accountClient.home;
    if (ctx.query['error'] === undefined) return goTo(ctx, to);
    // The person went back. Somebody may be signed in all the same, and only did not want to prove it again.
    if (await sessionIn(host, ctx)) return goTo(ctx, accountClient.home);
    tellSignedOut(host, ctx, await everybodyHere(host, ctx), { next: { to: 'sign-in', url: to } });
  };
