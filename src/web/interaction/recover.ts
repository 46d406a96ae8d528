import type { Context, Middleware } from 'koa';
import { takeForgotten } from '../forgotten-password.ts';
import type { RecoverPage } from '../pages/index.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** GET …/recover: for who has forgotten their password. */
export const showRecover =
  (host: InteractionHost): Middleware =>
  (ctx) => {
    const hint = interactionOf(ctx).interaction.params['login_hint'];
    ask(host, ctx, typeof hint === 'string' ? { email: hint.slice(0, 254) } : {});
  };

/** POST …/recover: see `takeForgotten`. */
export const submitRecover =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { client, path } = interactionOf(ctx);
    const answer = await takeForgotten(host, ctx, { language: languageOf(host, ctx), client: client.id });
    if (answer.is === 'ask') return ask(host, ctx, answer.more, answer.status);
    show(host, ctx, { ...answer.page, client: brandOf(client), back: `${path}/sign-in` });
  };

function ask(host: InteractionHost, ctx: Context, more: Pick<RecoverPage, 'email' | 'errors'>, status = 200): void {
  const { client, path } = interactionOf(ctx);
  show(
    host,
    ctx,
    {
      kind: 'recover',
      client: brandOf(client),
      form: formTo(host, ctx, 'recover'),
      back: `${path}/sign-in`,
      ...more,
    },
    status,
  );
}
