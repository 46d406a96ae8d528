import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { stateOf } from '../../provider/index.ts';
import { Refused } from '../../errors.ts';
import { nothingThere } from '../expired.ts';
import { formOf } from '../middleware/form.ts';
import { languagesFor } from '../middleware/language.ts';
import { passable } from '../middleware/passable.ts';
import type { ConfirmLinkPage, ErrorPage, PassPage } from '../pages/index.ts';
import { carryOut, codeAttempt } from '../tries.ts';
import { interactionHere, show, uidOf, withInteraction } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { proceed, provenBy } from './proceed.ts';
import { wayBackTo } from './trail.ts';

/** Path of the page that a confirming letter's link opens. */
export const letterLinkPath = (returnTo: string, ticket: string, secret: string): string =>
  `${returnTo}/email/${ticket}/${secret}`;

const LinkParameters = z.object({ ticket: z.string().max(100), secret: z.string().max(100) });

/** @throws {Refused} not_found: no letter ever had a link like that */
function linkOf(ctx: Context): z.infer<typeof LinkParameters> {
  const link = LinkParameters.safeParse(ctx['params']);
  if (!link.success) throw new Refused('not_found', 'there is no such page');
  return link.data;
}

/** A sign-up that was begun while everybody could is not finished when not everybody can any more. */
export const linkIfOpen =
  (host: InteractionHost): Middleware =>
  async (ctx, next) => {
    if (host.signUpMode !== 'open') return showExpiredLink(host, ctx);
    await next();
  };

/** GET …/email/:ticket/:secret: changes nothing, so that a mail scanner that follows links burns nothing. */
export const showLetterLink =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { ticket } = linkOf(ctx);
    const pending = await host.signUps.pendingOf(ticket);
    if (ctx.query['confirmed'] !== undefined && (await host.signUps.confirmedOf(ticket)) !== undefined) {
      return showConfirmed(host, ctx);
    }
    if (!pending) return showExpiredLink(host, ctx);
    const password = pending.browser !== stateOf(ctx).browser;
    await showPage(host, ctx, { email: pending.email, password });
  };

/** Before anything else that a form may ask for. */
export const csrfOfLink =
  (host: InteractionHost): Middleware =>
  async (ctx, next) => {
    const { csrf } = formOf(ctx, z.object({ csrf: z.string() }));
    host.csrf.verify(ctx, linkOf(ctx).ticket, csrf);
    await next();
  };

/** POST …/email/:ticket/:secret: makes the account, and ends the sign-in where this browser began it. */
export const confirmLetterLink =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { ticket, secret } = linkOf(ctx);
    const { password } = formOf(ctx, z.object({ password: z.string().optional() }));
    const { browser, origin } = stateOf(ctx);
    const attempt = await codeAttempt(host, ctx);
    const confirmation = await carryOut(
      attempt,
      () => host.signUps.confirmByLink(ticket, secret, browser, password || undefined, origin),
      ({ outcome }) => outcome === 'confirmed' || outcome === 'taken' || outcome === 'password_needed',
    );
    switch (confirmation.outcome) {
      case 'confirmed': {
        const here = await interactionHere(host, ctx);
        if (here)
          return withInteraction(host, ctx, here, () =>
            proceed(host, ctx, provenBy(host, ['pwd'], confirmation.account)),
          );
        return showConfirmed(host, ctx);
      }
      case 'taken':
        return showConfirmed(host, ctx);
      case 'password_needed':
        return showPage(host, ctx, { email: confirmation.email, password: true, errors: { password: 'missing' } }, 400);
      case 'wrong':
        if (password === undefined) return showExpiredLink(host, ctx);
        return showPage(host, ctx, { email: confirmation.email, password: true, errors: { password: 'wrong' } }, 400);
      case 'too_many':
      case 'expired':
        return showExpiredLink(host, ctx);
    }
  };

/** Where a confirmation meets what others have used up. */
export const passLetterLink = (host: InteractionHost): Middleware =>
  passable(host, (ctx, page, status) => showForm(host, ctx, page, status));

async function showPage(
  host: InteractionHost,
  ctx: Context,
  page: Pick<ConfirmLinkPage, 'email' | 'password' | 'errors'>,
  status = 200,
): Promise<void> {
  const { ticket } = linkOf(ctx);
  const form = { action: ctx.path, csrf: host.csrf.token(ctx, ticket) };
  await showForm(host, ctx, { kind: 'confirm-link', form, ...page }, status);
}

async function showForm(
  host: InteractionHost,
  ctx: Context,
  page: ConfirmLinkPage | PassPage | ErrorPage,
  status: number,
): Promise<void> {
  const { client } = await host.trail.of(uidOf(ctx));
  const here = await interactionHere(host, ctx);
  const shown = { ...page, ...(client && { client: brandOf(client) }) };
  // Pressing the button may end at the app, so its redirect URI must be allowed to this page's form.
  if (here) return withInteraction(host, ctx, here, async () => show(host, ctx, shown, status));
  host.pages.render(ctx, shown, { status, ...languagesFor(ctx) });
}

async function showExpiredLink(host: InteractionHost, ctx: Context): Promise<void> {
  const { client } = await host.trail.of(uidOf(ctx));
  const next = wayBackTo(client);
  host.pages.render(
    ctx,
    {
      kind: 'link-expired',
      reference: nothingThere(ctx, 'there is no such link'),
      ...(client && { client: brandOf(client) }),
      ...(next && { next }),
    },
    { status: 410, ...languagesFor(ctx) },
  );
}

async function showConfirmed(host: InteractionHost, ctx: Context): Promise<void> {
  const { client } = await host.trail.of(uidOf(ctx));
  const next = wayBackTo(client);
  const page = { ...(client && { client: brandOf(client) }), ...(next && { next }) };
  // It answers a form, and the link that the form was about is a used one.
  const address = `${ctx.path}?confirmed=1`;
  host.pages.render(ctx, { kind: 'message', message: 'email-confirmed', ...page }, { address, ...languagesFor(ctx) });
}
