import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { normaliseEmail, type AddressProblem, type Judgement } from '../../accounts/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { SignUpPage } from '../pages/index.ts';
import { choiceAttempt, letterAttempt } from '../tries.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { giveTicket } from './ticket.ts';

const SignUpForm = z.object({
  email: z.string().max(400).default(''),
  name: z.string().default(''),
  password: z.string().default(''),
});

/** Goes on where everybody can sign up. Elsewhere all are told the same, whatever they typed. */
export const ifOpen =
  (host: InteractionHost): Middleware =>
  async (ctx, next) => {
    if (host.signUpMode !== 'open') return showNotOpen(host, ctx);
    await next();
  };

/** Says how people come to an account here. */
export function showNotOpen(host: InteractionHost, ctx: Context): void {
  const { client, path } = interactionOf(ctx);
  const message = host.signUpMode === 'invitation' ? 'sign-up-by-invitation' : 'sign-up-closed';
  const next = { to: 'sign-in', url: `${path}/sign-in` } as const;
  show(host, ctx, { kind: 'message', message, client: brandOf(client), next }, 403);
}

/** GET …/sign-up: the form. */
export const showSignUp =
  (host: InteractionHost): Middleware =>
  (ctx) => {
    const hint = interactionOf(ctx).interaction.params['login_hint'];
    const typed = typeof hint === 'string' ? { email: hint.slice(0, 254) } : {};
    const isOver = ctx.query['over'] !== undefined;
    show(host, ctx, signUpPage(host, ctx, { ...typed, ...(isOver && { errors: { form: 'over' } }) }));
  };

/** POST …/sign-up: takes the sign-up, sends a letter, and asks for the code in it. The same whether the address is known. */
export const submitSignUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { email: typed, name: given, password } = formOf(ctx, SignUpForm);
    const email = normaliseEmail(typed);
    const name = given.trim();
    const { path, client } = interactionOf(ctx);
    const { browser, origin } = stateOf(ctx);
    if (browser === undefined)
      throw new Refused('forbidden', 'the browser keeps no cookies', { reason: 'foreign-form' });
    try {
      await choiceAttempt(host, ctx);
      const judged = await host.passwordRule.judge(password, { email, app: client.name });
      // Of its domain alone: it is the same whoever has an account.
      const unfit = email === undefined ? undefined : await host.addressRule.judge(email);
      const errors = problems(typed, email === undefined ? 'invalid' : unfit, name, judged);
      if (email === undefined || 'problem' in judged || Object.keys(errors).length > 0) {
        return show(host, ctx, signUpPage(host, ctx, { email: typed, name, errors }), 400);
      }
      const attempt = await letterAttempt(host, ctx, email);
      if (attempt.outcome === 'refused') {
        ctx.set('Retry-After', String(attempt.wait));
        const errors = { form: 'too-many' } as const;
        return show(host, ctx, signUpPage(host, ctx, { email: typed, name, errors, wait: attempt.wait }), 429);
      }
      const ticket = await host.signUps.request({
        email,
        password,
        ...(name && { name }),
        language: languageOf(host, ctx),
        browser,
        returnTo: path,
        origin,
      });
      giveTicket(host, ctx, ticket);
      ctx.redirect(`${path}/confirm?password=${judged.strength}`);
      ctx.status = 303;
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      show(host, ctx, signUpPage(host, ctx, { email: typed, name, errors: { form: 'busy' } }), 503);
    }
  };

function problems(
  typed: string,
  unfit: AddressProblem | 'invalid' | undefined,
  name: string,
  password: Judgement,
): SignUpPage['errors'] & object {
  return {
    ...(typed.trim() === '' ? { email: 'missing' as const } : unfit && { email: unfit }),
    ...([...name].length > 100 && { name: 'too-long' as const }),
    ...('problem' in password && { password: password.problem }),
  };
}

function signUpPage(
  host: InteractionHost,
  ctx: Context,
  typed: Pick<SignUpPage, 'email' | 'name' | 'errors' | 'wait'>,
): SignUpPage {
  const { client, path } = interactionOf(ctx);
  return {
    kind: 'sign-up',
    client: brandOf(client),
    form: formTo(host, ctx, 'sign-up'),
    cancel: formTo(host, ctx, 'cancel'),
    signIn: `${path}/sign-in`,
    passwordMinimum: host.passwordRule.least,
    ...typed,
  };
}
