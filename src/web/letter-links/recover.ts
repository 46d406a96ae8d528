import type { Context, Middleware } from 'koa';
import { accountClient } from '../../own-clients.ts';
import { takeForgotten } from '../forgotten-password.ts';
import { brandOf } from '../interaction/index.ts';
import type { RecoverPage } from '../pages/index.ts';
import type { LetterLinkHost } from './host.ts';
import { clientIn, formHere, languageOf, show } from './link.ts';

const back = accountClient.home;

/** GET /recover: for whom a link was too late. */
export const showRecover =
  (host: LetterLinkHost): Middleware =>
  (ctx) =>
    ask(host, ctx, {});

/** POST /recover: see `takeForgotten`. */
export const submitRecover =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const client = await clientIn(host, ctx);
    const request = { language: languageOf(host, ctx), ...(client && { client: client.id }) };
    const answer = await takeForgotten(host, ctx, request);
    if (answer.is === 'ask') return ask(host, ctx, answer.more, answer.status);
    show(host, ctx, { ...answer.page, ...(client && { client: brandOf(client) }), back });
  };

async function ask(
  host: LetterLinkHost,
  ctx: Context,
  more: Pick<RecoverPage, 'email' | 'errors'>,
  status = 200,
): Promise<void> {
  const client = await clientIn(host, ctx);
  const page = {
    kind: 'recover',
    form: formHere(host, ctx),
    ...(client && { client: brandOf(client) }),
    back,
  } as const;
  show(host, ctx, { ...page, ...more }, status);
}
