import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Seconds } from '../../clock.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { placeSession } from '../middleware/session.ts';
import type { PasswordPage } from '../pages/index.ts';
import { choiceAttempt, tryPassword } from '../tries.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { showNoPassword } from './no-password.ts';
import { commonOf } from './own.ts';

const PasswordForm = z.object({
  current: z.string().default(''),
  next: z.string().default(''),
  others: z.string().default(''),
});

/** GET /account/password */
export const showPassword =
  (host: AccountHost): Middleware =>
  (ctx) => {
    if (ownOf(ctx).account.password === undefined) return showNoPassword(host, ctx);
    showPage(host, ctx, { others: true });
  };

/** POST /account/password: changes it, and signs the other devices out where that is wished. */
export const changePassword =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account, session } = ownOf(ctx);
    if (account.password === undefined) return showNoPassword(host, ctx, { errors: { form: 'none' } }, 400);
    const { current, next, others: box } = formOf(ctx, PasswordForm);
    const others = box === 'yes';
    const again = (errors: PasswordPage['errors'] & object, status: number, wait?: Seconds): void =>
      showPage(host, ctx, { others, errors, ...(wait !== undefined && { wait }) }, status);

    try {
      await choiceAttempt(host, ctx, account.id);
      const same = next !== '' && next === current;
      const judged = same
        ? ({ problem: 'same' } as const)
        : await host.passwordRule.judge(next, { email: account.email });
      if (current === '' || 'problem' in judged) {
        const wrong = 'problem' in judged && { next: judged.problem };
        return again({ ...(current === '' && { current: 'missing' }), ...wrong }, 400);
      }
      const { origin } = stateOf(ctx);
      const change = { current, next, session: session.id, others, origin };
      const typed = { identifier: account.email, password: current };
      const verify = () => host.accounts.changePassword(account, change);
      const tried = await tryPassword(host, ctx, typed, verify, (changed) => changed === 'changed');
      if (tried.outcome === 'refused') {
        ctx.set('Retry-After', String(tried.wait));
        return again({ form: 'too-many' }, 429, tried.wait);
      }
      if (tried.result === 'wrong') return again({ current: 'wrong' }, 400);
      await renewSession(host, ctx);
      goTo(ctx, `/account?done=password&password=${judged.strength}`);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      again({ form: 'busy' }, 503);
    }
  };

/** Whoever else has this session's cookie does not know the new password: theirs is the old one from now on. */
async function renewSession(host: AccountHost, ctx: Context): Promise<void> {
  const { origin, session: found } = stateOf(ctx);
  if (!found) return;
  const renewed = await host.sessions.keep(found, {}, true, origin);
  // Stale: another tab was faster, and the browser has the newer cookie already.
  if (renewed && !found.stale) placeSession(host, ctx, renewed);
}

function showPage(
  host: AccountHost,
  ctx: Context,
  page: Pick<PasswordPage, 'others' | 'errors' | 'wait'>,
  status = 200,
): void {
  show(
    host,
    ctx,
    {
      kind: 'password',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      passwordMinimum: host.passwordRule.least,
      ...page,
    },
    status,
  );
}
