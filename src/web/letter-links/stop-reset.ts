import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { carryOut, codeAttempt } from '../tries.ts';
import type { LetterLinkHost } from './host.ts';
import { formHere, show, showExpired, tokenIn, toSignIn } from './link.ts';

/** GET /stop-reset/:token: for whose second factors are about to go. */
export const showStop =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const at = await host.factorResets.look(tokenIn(ctx));
    if (at === undefined) return showExpired(host, ctx);
    show(host, ctx, { kind: 'stop-reset', form: formHere(host, ctx), at });
  };

/** POST /stop-reset/:token: they stay. */
export const stop =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const attempt = await codeAttempt(host, ctx);
    const stopping = () => host.factorResets.stopBy(tokenIn(ctx), stateOf(ctx).origin);
    if (!(await carryOut(attempt, stopping, (done) => done))) return showExpired(host, ctx);
    show(host, ctx, { kind: 'message', message: 'reset-stopped', next: toSignIn });
  };
