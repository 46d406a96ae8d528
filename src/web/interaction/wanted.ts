import type { Context } from 'koa';
import { otherSubject } from '../../provider/index.ts';
import { interactionOf, show } from './details.ts';
import { finishChoice, knownSessions, sessionOf } from './finish.ts';
import type { InteractionHost } from './host.ts';
import { signInPage } from './sign-in.ts';

/**
 * The app asks for a certain person, and somebody else is signed in, or nobody. Whom this browser has signed in as well
 * goes on at once; else the sign-in form is for that one, and says so to whoever has just signed in as another.
 */
export async function showWanted(host: InteractionHost, ctx: Context): Promise<void> {
  const { interaction } = interactionOf(ctx);
  const account = await wantedAccount(host, ctx);
  const session = account === undefined ? undefined : await sessionOf(host, ctx, account);
  const isAllThatIsMissing = interaction.prompt.reasons.every((reason) => reason === otherSubject);
  if (session && isAllThatIsMissing) return finishChoice(host, ctx, session);
  const isOther = interaction.session !== undefined && interaction.session.accountId !== account;
  show(host, ctx, await signInPage(host, ctx, isOther ? { errors: { form: 'other-account' } } : {}));
}

/** The account that the app asks for, where this browser has signed in to it: no other one's address is shown. */
export async function wantedAccount(host: InteractionHost, ctx: Context): Promise<string | undefined> {
  const { interaction, client } = interactionOf(ctx);
  for (const { account } of await knownSessions(host, ctx)) {
    if ((await host.subjectOf(account, client.id)) === interaction.prompt.details['subject']) return account;
  }
  return undefined;
}
