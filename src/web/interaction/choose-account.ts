import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { knownHere, livingHere } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { formTo, interactionOf, show } from './details.ts';
import { finishChoice } from './finish.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** `prompt=select_account`: the accounts of this browser (OIDC Core §3.1.2.1). */
export const showAccounts =
  (host: InteractionHost): Middleware =>
  (ctx) =>
    askWhich(host, ctx);

/** Asks which account. @param only the one that the app asks for, where another one was chosen: no other will do */
export async function askWhich(host: InteractionHost, ctx: Context, only?: string): Promise<void> {
  const { client, path } = interactionOf(ctx);
  const known = await knownHere(host.browsers, ctx);
  const living = new Set((await livingHere(host, ctx)).map(({ account }) => account));
  const accounts = await Promise.all(
    known.map(async ({ account: id }) => {
      const account = only === undefined || id === only ? await host.accounts.get(id) : undefined;
      if (!account || account.disabledAt !== undefined) return [];
      return [{ id, email: account.email, ...(account.name && { name: account.name }), signedIn: living.has(id) }];
    }),
  );
  if (accounts.flat().length === 0) return ctx.redirect(`${path}/sign-in`);
  show(host, ctx, {
    kind: 'choose-account',
    client: brandOf(client),
    form: formTo(host, ctx, 'account'),
    cancel: formTo(host, ctx, 'cancel'),
    accounts: accounts.flat(),
    ...(only !== undefined && { only: true }),
  });
}

/** POST …/account: goes on with the chosen account, or to the sign-in form where it must prove itself first. */
export const chooseAccount =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { account } = formOf(ctx, z.object({ account: z.string().max(64).default('') }));
    const { path } = interactionOf(ctx);
    const [session] = account === '' ? [] : await livingHere(host, ctx, account);
    if (session) return finishChoice(host, ctx, session);
    ctx.redirect(
      account === '' ? `${path}/sign-in?another=1` : `${path}/sign-in?account=${encodeURIComponent(account)}`,
    );
    ctx.status = 303;
  };
