import type { Context } from 'koa';
import { cookieNames, cookieOptions } from '../../provider/index.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';

/** As long as the sign-up itself. */
const kept = 24 * 3600 * 1000;

/** Gives this browser the secret of the sign-up that it asked for. It names the sign-up in this sign-in alone. */
export function giveTicket(host: InteractionHost, ctx: Context, ticket: string): void {
  const { path } = interactionOf(ctx);
  const options = { ...cookieOptions(host.secure), signed: false, path, maxAge: kept };
  ctx.cookies.set(cookieNames(host.secure).signUp, ticket, options);
}

/** The secret of the sign-up that this browser asked for. */
export const ticketOf = (host: InteractionHost, ctx: Context): string | undefined =>
  ctx.cookies.get(cookieNames(host.secure).signUp, { signed: false })?.slice(0, 100);

/** The address of the sign-up that this browser asked for, once it is confirmed, here or in another browser. */
export async function confirmedHere(host: InteractionHost, ctx: Context): Promise<string | undefined> {
  const ticket = ticketOf(host, ctx);
  return ticket === undefined ? undefined : host.signUps.confirmedOf(ticket);
}
