import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Client } from '../../clients/index.ts';
import { Refused } from '../../errors.ts';
import { accountClient } from '../../own-clients.ts';
import { stateOf } from '../../provider/index.ts';
import { brandOf, wayBackTo } from '../interaction/index.ts';
import { formOf } from '../middleware/form.ts';
import type { NewPasswordPage } from '../pages/index.ts';
import { choiceByLink, forgetPasswords, foundByLink } from '../tries.ts';
import { unlessAway } from '../unless-away.ts';
import type { LetterLinkHost } from './host.ts';
import { clientIn, formHere, show, showExpired, tokenIn, toSignIn } from './link.ts';
import { askAgainPath } from './paths.ts';

/** GET /recover/:token: for who has forgotten their password. */
export const showNewPassword =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const client = await clientIn(host, ctx);
    const account = await host.recoveries.look(tokenIn(ctx));
    if (!account) return showLate(host, ctx, client);
    ask(host, ctx, client, { email: account.email });
  };

/** POST /recover/:token: sets it; whoever comes in with it is asked for whatever else the account has. */
export const setPassword =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const { password } = formOf(ctx, z.object({ password: z.string().default('') }));
    const [token, client] = [tokenIn(ctx), await clientIn(host, ctx)];
    const next = wayBackTo(client);
    const account = await foundByLink(host, ctx, () => host.recoveries.look(token));
    if (!account) return showLate(host, ctx, client);
    const { email } = account;
    try {
      await choiceByLink(host, ctx, account.id);
      const judged = await host.passwordRule.judge(password, { email, ...(client && { app: client.name }) });
      if ('problem' in judged) return ask(host, ctx, client, { email, errors: { password: judged.problem } }, 400);
      const reset = await host.recoveries.reset(token, password, stateOf(ctx).origin);
      if (!reset) return showLate(host, ctx, client);
      // Only now: who holds a link and does not use it has no more guesses by it.
      await forgetPasswords(host, ctx, reset).catch(unlessAway);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      return ask(host, ctx, client, { email, errors: { form: 'busy' } }, 503);
    }
    show(host, ctx, {
      kind: 'message',
      message: 'password-reset',
      ...(client && { client: brandOf(client) }),
      next: next ?? { to: 'account', url: accountClient.home },
    });
  };

function ask(
  host: LetterLinkHost,
  ctx: Context,
  client: Client | undefined,
  page: Pick<NewPasswordPage, 'email' | 'errors'>,
  status = 200,
): void {
  const more = { form: formHere(host, ctx), passwordMinimum: host.passwordRule.least };
  show(host, ctx, { kind: 'new-password', ...more, ...(client && { client: brandOf(client) }), ...page }, status);
}

/** Who comes too late has a new link sent, or knows the password after all. */
function showLate(host: LetterLinkHost, ctx: Context, client: Client | undefined): void {
  const more = { ...(client && { client: brandOf(client) }), other: wayBackTo(client) ?? toSignIn };
  showExpired(host, ctx, { to: 'new-link', url: askAgainPath(client?.id) }, more);
}
