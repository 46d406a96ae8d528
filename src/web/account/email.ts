import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { normaliseEmail } from '../../accounts/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { EmailCodePage, EmailPage } from '../pages/index.ts';
import { carryOut, codeAttempt, letterAttempt } from '../tries.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

const home = '/account/email';

/** GET /account/email: another address. */
export const showEmail =
  (host: AccountHost): Middleware =>
  (ctx) => {
    // The code was too old, was tried too often, or the address is somebody's by now.
    ask(host, ctx, ctx.query['void'] === 'yes' ? { errors: { email: 'void' } } : {});
  };

/** POST /account/email: sends a code to the new address, and says the same if that belongs to another account. */
export const submitEmail =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { email: typed } = formOf(ctx, z.object({ email: z.string().max(400).default('') }));
    const email = normaliseEmail(typed);
    const { account } = ownOf(ctx);
    if (typed.trim() === '') return ask(host, ctx, { errors: { email: 'missing' } }, 400);
    if (email === undefined) return ask(host, ctx, { email: typed, errors: { email: 'invalid' } }, 400);
    if (email === account.email) return ask(host, ctx, { email: typed, errors: { email: 'same' } }, 400);
    const unfit = await host.addressRule.judge(email);
    if (unfit) return ask(host, ctx, { email: typed, errors: { email: unfit } }, 400);
    if (host.emailChanges.canBeUndone(account))
      return ask(host, ctx, { email: typed, errors: { email: 'again' } }, 400);
    const attempt = await letterAttempt(host, ctx, email, account.id);
    if (attempt.outcome === 'refused') {
      ctx.set('Retry-After', String(attempt.wait));
      return ask(host, ctx, { email: typed, errors: { email: 'too-many' } }, 429);
    }
    await host.askForEmailCode(account.id, email);
    goTo(ctx, `${home}/code`);
  };

/** GET /account/email/code */
export const showEmailCode =
  (host: AccountHost): Middleware =>
  (ctx) =>
    askForCode(host, ctx, {});

/** POST /account/email/code: the right code moves the account to the new address. */
export const submitEmailCode =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { code } = formOf(ctx, z.object({ code: z.string().max(40).default('') }));
    if (code.trim() === '') return askForCode(host, ctx, { errors: { code: 'missing' } }, 400);
    const attempt = await codeAttempt(host, ctx);
    const confirm = () => host.emailChanges.confirm(ownOf(ctx).account.id, code, stateOf(ctx).origin);
    const outcome = await carryOut(attempt, confirm, (confirmed) => confirmed === 'changed');
    if (outcome === 'changed') return goTo(ctx, '/account?done=email');
    if (outcome === 'void') return goTo(ctx, `${home}?void=yes`);
    askForCode(host, ctx, { errors: { code: 'wrong' } }, 400);
  };

function ask(host: AccountHost, ctx: Context, more: Pick<EmailPage, 'email' | 'errors'>, status = 200): void {
  show(host, ctx, { kind: 'email', ...commonOf(host, ctx), form: formHere(host, ctx), ...more }, status);
}

function askForCode(host: AccountHost, ctx: Context, more: Pick<EmailCodePage, 'errors'>, status = 200): void {
  const to = host.emailChanges.pendingOf(ownOf(ctx).account);
  if (to === undefined) return goTo(ctx, home);
  show(
    host,
    ctx,
    {
      kind: 'email-code',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      to,
      minutes: host.emailChanges.minutes,
      back: home,
      ...more,
    },
    status,
  );
}
