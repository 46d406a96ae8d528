import type { Context } from 'koa';
import { z } from 'zod';
import type { SignInPage } from '../pages/index.ts';
import { formTo, interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';

/** What the script of a page posts: what the browser says of a passkey, as JSON. */
export const PasskeyForm = z.object({
  credential: z.string().max(15_000).default(''),
  remember: z.string().default(''),
});

/**
 * A challenge belongs to one step of one sign-in.
 * @param account whose passkey is to be made, where one is
 */
export const placeFor = (ctx: Context, step: 'sign-in' | 'factor' | 'set-up', account = ''): string =>
  `interaction\0${interactionOf(ctx).interaction.uid}\0${step}\0${account}`;

/** What the sign-in page asks of the browser, where there are passkeys at all: by a button, and among its suggestions. */
export async function signInCeremony(host: InteractionHost, ctx: Context): Promise<Pick<SignInPage, 'ceremony'>> {
  const { passkeys } = host.factors;
  if (!passkeys.offered) return {};
  const options = await passkeys.ask(placeFor(ctx, 'sign-in'));
  return { ceremony: { does: 'get', form: formTo(host, ctx, 'passkey'), options, suggested: true } };
}
