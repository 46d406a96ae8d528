import type { Context, Middleware } from 'koa';
import { chooseLanguage } from '../../brand/index.ts';
import { stateOf } from '../../provider/index.ts';
import { wishedLanguages } from '../middleware/language.ts';
import type { NoPasswordPage } from '../pages/index.ts';
import { formTo, goTo, ownOf, show } from '../signed-in/index.ts';
import { recoveryAttempt } from '../tries.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** Where a password is changed. */
export const passwordPath = '/account/password';

/** POST /account/password/letter: sends the letter by which an account that has no password gets one. */
export const sendPasswordLetter =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { email, password } = ownOf(ctx).account;
    if (password !== undefined) return goTo(ctx, passwordPath);
    // Of the budgets of "Forgot your password?": whoever is signed in fills no mailbox beyond them.
    const attempt = await recoveryAttempt(host, ctx, email);
    if (attempt.outcome === 'refused') {
      ctx.set('Retry-After', String(attempt.wait));
      return showNoPassword(host, ctx, { errors: { form: 'too-many' } }, 429);
    }
    const language = chooseLanguage(wishedLanguages(ctx), ctx.get('accept-language'), host.languages);
    await host.askForRecovery({ email, language, at: host.clock.now(), origin: stateOf(ctx).origin });
    goTo(ctx, `${passwordPath}?sent=yes`);
  };

/** Says that there is no password, and leads on to one: nobody can type a current one. */
export function showNoPassword(
  host: AccountHost,
  ctx: Context,
  more: Pick<NoPasswordPage, 'errors'> = {},
  status = 200,
): void {
  const isSent = ctx.query['sent'] === 'yes' && more.errors === undefined;
  const next = isSent
    ? { sent: { minutes: host.recoveries.minutes } }
    : { form: formTo(host, ctx, `${passwordPath}/letter`) };
  show(host, ctx, { kind: 'no-password', ...commonOf(host, ctx), ...next, ...more }, status);
}
