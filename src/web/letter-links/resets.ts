import type { Context, Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import type { ResetOf } from '../../resets/index.ts';
import { foundByLink } from '../tries.ts';
import type { LetterLinkHost } from './host.ts';
import { formHere, show, showExpired, tokenIn, toSignIn } from './link.ts';

const resetsOf = ({ factorResets, emailResets }: LetterLinkHost, of: ResetOf) =>
  of === 'factors' ? factorResets : emailResets;

/** GET /stop-reset/…: for whose second factors are about to go, or whose address is about to be another one. */
export const showStop =
  (host: LetterLinkHost, of: ResetOf): Middleware =>
  async (ctx) => {
    const at = await resetsOf(host, of).look(tokenIn(ctx));
    if (at === undefined) return showExpired(host, ctx);
    const denied = await isDenied(host, of, ctx);
    show(host, ctx, { kind: 'stop-reset', of, form: formHere(host, ctx), at, ...(denied && { denied }) });
  };

/** POST /stop-reset/…: all stays as it is. */
export const stop =
  (host: LetterLinkHost, of: ResetOf): Middleware =>
  async (ctx) => {
    const [token, resets] = [tokenIn(ctx), resetsOf(host, of)];
    const at = await foundByLink(host, ctx, () => resets.look(token));
    const denied = await isDenied(host, of, ctx);
    if (at === undefined || !(await resets.stopBy(token, stateOf(ctx).origin))) return showExpired(host, ctx);
    const kept = denied ? 'factors-kept' : 'reset-stopped';
    show(host, ctx, { kind: 'message', message: of === 'factors' ? kept : 'email-reset-stopped', next: toSignIn });
  };

/** Whether what a link would stop is that of factors which were denied. */
const isDenied = async ({ factorResets }: LetterLinkHost, of: ResetOf, ctx: Context): Promise<true | undefined> =>
  of === 'factors' && (await factorResets.isByDenial(tokenIn(ctx))) ? true : undefined;

/** GET /confirm-address/:token: for whoever has the address that an account is to get. */
export const showConfirmation =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const found = await host.emailResets.lookConfirmation(tokenIn(ctx));
    if (!found) return showExpired(host, ctx);
    if (found.confirmed) return show(host, ctx, { kind: 'message', message: 'address-confirmed' });
    show(host, ctx, { kind: 'confirm-address', form: formHere(host, ctx), email: found.to, at: found.at });
  };

/** POST /confirm-address/:token: it is theirs. It is the account's when the time is over, and not before. */
export const confirmAddress =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const [token, { emailResets }] = [tokenIn(ctx), host];
    const found = await foundByLink(host, ctx, () => emailResets.lookConfirmation(token));
    const at = found && (await emailResets.confirm(token, stateOf(ctx).origin));
    if (at === undefined) return showExpired(host, ctx);
    show(host, ctx, { kind: 'message', message: 'address-confirmed' });
  };
