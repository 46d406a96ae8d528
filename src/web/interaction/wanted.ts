import type { Context } from 'koa';
import { knownHere } from '../../provider/index.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';

/** The account that the app asks for, where this browser has signed in to it: no other one's address is shown. */
export async function wantedAccount(host: InteractionHost, ctx: Context): Promise<string | undefined> {
  const { interaction, client } = interactionOf(ctx);
  for (const { account } of await knownHere(host.browsers, ctx)) {
    if ((await host.subjectOf(account, client.id)) === interaction.prompt.details['subject']) return account;
  }
  return undefined;
}
