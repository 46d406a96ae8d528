import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { normaliseEmail } from '../../accounts/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { RecoverPage } from '../pages/index.ts';
import { letterAttempt } from '../tries.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** GET …/recover: for who has forgotten their password. */
export const showRecover =
  (host: InteractionHost): Middleware =>
  (ctx) => {
    const hint = interactionOf(ctx).interaction.params['login_hint'];
    ask(host, ctx, typeof hint === 'string' ? { email: hint.slice(0, 254) } : {});
  };

/** POST …/recover: sends a letter if there is an account, and says the same if there is none. */
export const submitRecover =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { email: typed } = formOf(ctx, z.object({ email: z.string().max(400).default('') }));
    const email = normaliseEmail(typed);
    if (typed.trim() === '') return ask(host, ctx, { errors: { email: 'missing' } }, 400);
    if (email === undefined) return ask(host, ctx, { email: typed, errors: { email: 'invalid' } }, 400);
    const attempt = await letterAttempt(host, ctx, email, { kind: 'recovery' });
    if (attempt.outcome === 'refused') {
      ctx.set('Retry-After', String(attempt.wait));
      return ask(host, ctx, { email: typed, errors: { form: 'too-many' } }, 429);
    }
    const { client, path } = interactionOf(ctx);
    await host.askForRecovery({
      email,
      language: languageOf(host, ctx),
      at: host.clock.now(),
      origin: stateOf(ctx).origin,
      client: client.id,
    });
    show(host, ctx, {
      kind: 'recover-sent',
      client: brandOf(client),
      email,
      minutes: host.recoveries.minutes,
      back: `${path}/sign-in`,
      ...(host.outbox && { outbox: host.outbox }),
    });
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
