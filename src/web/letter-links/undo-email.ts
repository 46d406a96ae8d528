import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { carryOut, codeAttempt } from '../tries.ts';
import type { LetterLinkHost } from './host.ts';
import { formHere, show, showExpired, tokenIn, toSignIn } from './link.ts';

/** GET /undo-email/:token: for the owner of a former address. */
export const showUndo =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const email = await host.emailChanges.lookUndo(tokenIn(ctx));
    if (email === undefined) return showExpired(host, ctx);
    show(host, ctx, { kind: 'undo-email', form: formHere(host, ctx), email });
  };

/** POST /undo-email/:token: the former address is the account's again, and whoever was signed in is not. */
export const undo =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const attempt = await codeAttempt(host, ctx);
    const undone = () => host.emailChanges.undo(tokenIn(ctx), stateOf(ctx).origin);
    const account = await carryOut(attempt, undone, (restored) => restored !== undefined);
    if (!account) return showExpired(host, ctx);
    show(host, ctx, { kind: 'message', message: 'email-restored', next: toSignIn });
  };
