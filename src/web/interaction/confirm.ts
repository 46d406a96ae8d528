import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Confirmation } from '../../accounts/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { tooMany } from '../../protection/index.ts';
import type { ConfirmEmailPage } from '../pages/index.ts';
import { strengthIn } from '../strength.ts';
import { carryOut, codeAttempt, letterAttempt } from '../tries.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { proceed, provenBy } from './proceed.ts';
import { confirmedHere, ticketOf } from './ticket.ts';

/** GET …/confirm: asks for the code in the letter. */
export const showConfirm =
  (host: InteractionHost): Middleware =>
  (ctx) => {
    const strength = strengthIn(ctx);
    return ask(host, ctx, { resent: ctx.query['resent'] !== undefined, ...(strength && { strength }) });
  };

/** POST …/confirm: the right code makes the account, and ends the sign-in with it. */
export const submitCode =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { code } = formOf(ctx, z.object({ code: z.string().max(40).default('') }));
    const ticket = ticketOf(host, ctx);
    // As people copy it: with spaces or a dash in the middle.
    const digits = code.replace(/[\s-]/g, '');
    if (ticket === undefined || digits === '') return ask(host, ctx, { errors: { code: 'missing' } }, 400);
    const attempt = await codeAttempt(host, ctx);
    const confirmation = await carryOut(
      attempt,
      () => host.signUps.confirmByCode(ticket, digits, stateOf(ctx).origin),
      ({ outcome }) => outcome === 'confirmed' || outcome === 'taken',
    );
    return answer(host, ctx, confirmation);
  };

/** POST …/resend: a new letter; the code of the older one is void. */
export const resendLetter =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const ticket = ticketOf(host, ctx);
    const pending = ticket === undefined ? undefined : await host.signUps.pendingOf(ticket);
    if (pending) {
      const attempt = await letterAttempt(host, ctx, pending.email);
      if (attempt.outcome === 'refused') throw tooMany(attempt);
    }
    const sent =
      ticket !== undefined && (await host.signUps.resend(ticket, languageOf(host, ctx), interactionOf(ctx).path));
    if (!sent) return ask(host, ctx, { errors: { code: 'too-many' } }, 429);
    ctx.redirect(`${interactionOf(ctx).path}/confirm?resent=1`);
    ctx.status = 303;
  };

async function answer(host: InteractionHost, ctx: Context, confirmation: Confirmation): Promise<void> {
  switch (confirmation.outcome) {
    case 'confirmed':
      return proceed(host, ctx, provenBy(host, ['pwd'], confirmation.account));
    case 'taken':
      return leadOn(host, ctx);
    case 'wrong':
      return ask(host, ctx, { errors: { code: 'wrong' } }, 400);
    case 'too_many':
      return ask(host, ctx, { errors: { code: 'too-many' } }, 429);
    case 'password_needed':
    case 'expired':
      return ask(host, ctx, { errors: { code: 'expired' } }, 400);
  }
}

async function ask(
  host: InteractionHost,
  ctx: Context,
  more: Pick<ConfirmEmailPage, 'errors' | 'resent' | 'strength'>,
  status = 200,
): Promise<void> {
  const { client, path } = interactionOf(ctx);
  const ticket = ticketOf(host, ctx);
  const pending = ticket === undefined ? undefined : await host.signUps.pendingOf(ticket);
  if (!pending) return leadOn(host, ctx);
  show(
    host,
    ctx,
    {
      kind: 'confirm-email',
      client: brandOf(client),
      form: formTo(host, ctx, 'confirm'),
      resend: formTo(host, ctx, 'resend'),
      changeAddress: `${path}/sign-up`,
      email: pending.email,
      ...(host.outbox && { outbox: host.outbox }),
      ...more,
    },
    status,
  );
}

/** Where somebody goes on who has no code to give: to the sign-in where theirs was confirmed, as by the link on a phone. */
async function leadOn(host: InteractionHost, ctx: Context): Promise<void> {
  const { path } = interactionOf(ctx);
  const isConfirmed = (await confirmedHere(host, ctx)) !== undefined;
  const isOver = ticketOf(host, ctx) !== undefined;
  ctx.redirect(isConfirmed ? `${path}/sign-in?another=1&confirmed=1` : `${path}/sign-up${isOver ? '?over=1' : ''}`);
  ctx.status = 303;
}
