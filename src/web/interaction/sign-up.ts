import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { normaliseEmail } from '../../accounts/index.ts';
import { Refused } from '../../errors.ts';
import { cookieNames, cookieOptions, stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { SignUpPage } from '../pages/index.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** Characters. */
export const passwordLength = { least: 8, most: 256 } as const;

const SignUpForm = z.object({
  email: z.string().max(400).default(''),
  name: z.string().default(''),
  password: z.string().default(''),
});

/** GET …/sign-up: the form. */
export const showSignUp =
  (host: InteractionHost): Middleware =>
  (ctx) => {
    if (!host.signUpOpen) throw new Refused('forbidden', 'sign-up is closed');
    const hint = interactionOf(ctx).interaction.params['login_hint'];
    show(host, ctx, signUpPage(host, ctx, typeof hint === 'string' ? { email: hint.slice(0, 254) } : {}));
  };

/** POST …/sign-up: takes the sign-up, sends a letter, and asks for the code in it. The same whether the address is known. */
export const submitSignUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    if (!host.signUpOpen) throw new Refused('forbidden', 'sign-up is closed');
    const { email: typed, name: given, password } = formOf(ctx, SignUpForm);
    const email = normaliseEmail(typed);
    const name = given.trim();
    const errors = problems(typed, email, name, password);
    if (errors || email === undefined) {
      return show(host, ctx, signUpPage(host, ctx, { email: typed, name, ...(errors && { errors }) }), 400);
    }
    const { path } = interactionOf(ctx);
    const { browser, origin } = stateOf(ctx);
    if (browser === undefined)
      throw new Refused('forbidden', 'the browser keeps no cookies', { reason: 'foreign-form' });
    try {
      const ticket = await host.signUps.request({
        email,
        password,
        ...(name && { name }),
        language: languageOf(host, ctx),
        browser,
        returnTo: path,
        origin,
      });
      ctx.cookies.set(cookieNames(host.secure).signUp, ticket, {
        ...cookieOptions(host.secure),
        signed: false,
        path,
        maxAge: 24 * 3600 * 1000,
      });
      ctx.redirect(`${path}/confirm`);
      ctx.status = 303;
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      ctx.set('Retry-After', '2');
      show(host, ctx, signUpPage(host, ctx, { email: typed, name, errors: { form: 'busy' } }), 503);
    }
  };

function problems(
  typed: string,
  email: string | undefined,
  name: string,
  password: string,
): SignUpPage['errors'] | undefined {
  const length = [...password].length;
  const local = email?.split('@')[0];
  const errors = {
    ...(typed.trim() === '' ? { email: 'missing' as const } : email === undefined && { email: 'invalid' as const }),
    ...([...name].length > 100 && { name: 'too-long' as const }),
    ...(length === 0
      ? { password: 'missing' as const }
      : length < passwordLength.least
        ? { password: 'too-short' as const }
        : length > passwordLength.most
          ? { password: 'too-long' as const }
          : [email, local].includes(password.toLowerCase()) && { password: 'like-email' as const }),
  };
  return Object.keys(errors).length > 0 ? errors : undefined;
}

function signUpPage(
  host: InteractionHost,
  ctx: Context,
  typed: Pick<SignUpPage, 'email' | 'name' | 'errors'>,
): SignUpPage {
  const { client, path } = interactionOf(ctx);
  return {
    kind: 'sign-up',
    client: brandOf(client),
    form: formTo(host, ctx, 'sign-up'),
    cancel: formTo(host, ctx, 'cancel'),
    signIn: `${path}/sign-in`,
    passwordMinimum: passwordLength.least,
    ...typed,
  };
}
