import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Invited } from '../../accounts/index.ts';
import { Refused } from '../../errors.ts';
import { accountClient } from '../../own-clients.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { InvitationPage } from '../pages/index.ts';
import { choiceByLink, foundByLink } from '../tries.ts';
import type { LetterLinkHost } from './host.ts';
import { formHere, languageOf, show, showExpired, tokenIn, toSignIn } from './link.ts';

const InvitationForm = z.object({ name: z.string().default(''), password: z.string().default('') });

/** GET /invitation/:token: sign-up for who was invited. */
export const showInvitation =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const invited = await host.invitations.look(tokenIn(ctx));
    if (invited?.state !== 'open' || !host.invitationsOpen) return showWhy(host, ctx, invited);
    ask(host, ctx, { email: invited.email });
  };

/** POST /invitation/:token: makes the account. Who has the letter has the address: there is nothing left to confirm. */
export const acceptInvitation =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const { name: given, password } = formOf(ctx, InvitationForm);
    const [token, name] = [tokenIn(ctx), given.trim()];
    const invited = await foundByLink(host, ctx, () => host.invitations.look(token));
    if (invited?.state !== 'open' || !host.invitationsOpen) return showWhy(host, ctx, invited);
    const { email } = invited;
    try {
      await choiceByLink(host, ctx, email);
      const judged = await host.passwordRule.judge(password, { email });
      const errors = {
        ...([...name].length > 100 && { name: 'too-long' as const }),
        ...('problem' in judged && { password: judged.problem }),
      };
      if (Object.keys(errors).length > 0) return ask(host, ctx, { email, name, errors }, 400);
      const details = { password, ...(name && { name }), language: languageOf(host, ctx) };
      const account = await host.invitations.accept(token, details, stateOf(ctx).origin);
      if (!account) return showWhy(host, ctx, await host.invitations.look(token));
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      return ask(host, ctx, { email, name, errors: { form: 'busy' } }, 503);
    }
    const next = { to: 'sign-in', url: accountClient.home } as const;
    show(host, ctx, { kind: 'message', message: 'invitation-accepted', next });
  };

/** Why there is no form. Who holds the letter is told; of any other link nobody learns anything. */
function showWhy(host: LetterLinkHost, ctx: Context, invited: Invited | undefined): void {
  if (invited && !host.invitationsOpen) return show(host, ctx, { kind: 'message', message: 'sign-up-closed' }, 403);
  if (invited?.state === 'used') {
    return show(host, ctx, { kind: 'message', message: 'invitation-used', next: toSignIn }, 410);
  }
  if (invited?.state === 'withdrawn') return show(host, ctx, { kind: 'message', message: 'invitation-withdrawn' }, 410);
  showExpired(host, ctx);
}

function ask(
  host: LetterLinkHost,
  ctx: Context,
  page: Pick<InvitationPage, 'email' | 'name' | 'errors'>,
  status = 200,
): void {
  const more = { form: formHere(host, ctx), passwordMinimum: host.passwordRule.least };
  show(host, ctx, { kind: 'invitation', ...more, ...page }, status);
}
