import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { SignInPage } from '../pages/index.ts';
import { formTo, interactionOf, show } from './details.ts';
import { finishSignIn, knownSessions } from './finish.ts';
import { brandOf, type InteractionHost } from './host.ts';

const SignInForm = z.object({ identifier: z.string().max(400).default(''), password: z.string().default('') });

/** GET …/sign-in: the form. */
export const showSignIn =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    show(host, ctx, await signInPage(host, ctx, {}));
  };

/** POST …/password: verifies, then ends the sign-in or shows the form again. */
export const submitPassword =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { identifier, password } = formOf(ctx, SignInForm);
    const again = async (errors: SignInPage['errors'] & object, status: number): Promise<void> =>
      show(host, ctx, await signInPage(host, ctx, { identifier, errors }), status);

    if (identifier.trim() === '') return again({ identifier: 'missing' }, 400);
    if (password === '') return again({ password: 'missing' }, 400);
    try {
      const account = await host.accounts.authenticate(identifier, password, stateOf(ctx).origin);
      if (!account) return await again({ form: 'wrong' }, 401);
      return await finishSignIn(host, ctx, account);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      ctx.set('Retry-After', '2');
      return again({ form: 'busy' }, 503);
    }
  };

async function signInPage(
  host: InteractionHost,
  ctx: Context,
  typed: Pick<SignInPage, 'identifier' | 'errors'>,
): Promise<SignInPage> {
  const { interaction, client, path } = interactionOf(ctx);
  const account = await onlyAccount(host, ctx);
  const hint = interaction.params['login_hint'];
  const identifier = typed.identifier ?? (typeof hint === 'string' ? hint.slice(0, 254) : undefined);
  return {
    kind: 'sign-in',
    client: brandOf(client),
    form: formTo(host, ctx, 'password'),
    cancel: formTo(host, ctx, 'cancel'),
    ...(host.signUpOpen && { signUp: `${path}/sign-up` }),
    ...(identifier !== undefined && { identifier }),
    ...(typed.errors && { errors: typed.errors }),
    ...(account && { account: { email: account.email, ...(account.name && { name: account.name }) } }),
    ...(account && { another: `${path}/sign-in?another=1` }),
  };
}

/** Who must prove again who they are: the account of the session, or one chosen that is in this browser but signed out. */
async function onlyAccount(host: InteractionHost, ctx: Context) {
  if (ctx.query['another'] !== undefined) return undefined;
  const { interaction } = interactionOf(ctx);
  const chosen = ctx.query['account'];
  if (typeof chosen === 'string') {
    const known = await knownSessions(host, ctx);
    // Only accounts that this browser knows: the page shows their address.
    return known.some(({ account }) => account === chosen) ? host.accounts.get(chosen) : undefined;
  }
  return interaction.session && interaction.prompt.name === 'login'
    ? host.accounts.get(interaction.session.accountId)
    : undefined;
}
