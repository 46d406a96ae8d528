import type { Context, Middleware } from 'koa';
import type { Client } from '../../clients/index.ts';
import { accountClient } from '../../own-clients.ts';
import { routes } from '../../provider/index.ts';
import { brandOf, wayBackTo } from '../interaction/index.ts';
import { languagesFor } from '../middleware/language.ts';
import type { Next, SignedOutPage } from '../pages/index.ts';
import { formAbout } from './form.ts';
import { peopleOf, everybodyHere, type SignedIn } from './everybody.ts';
import type { SignOutHost } from './host.ts';

export const signedOutPath = `${routes.end_session}/success`;

/** Where a sign-out ends that no app wants back. @param left who is still signed in in this browser */
export const goodbyePath = (left: readonly SignedIn[]): string =>
  left.some(({ inPlace }) => inPlace) ? `${signedOutPath}?of=another` : signedOutPath;

/** Where somebody ends who chose to stay. */
export const stayedPath = (client?: Client): string =>
  `${signedOutPath}?${new URLSearchParams({ of: 'nobody', ...(client && { client_id: client.id }) }).toString()}`;

/** GET /session/end/success: says what is so now, and not what was. */
export const showSignedOut =
  (host: SignOutHost): Middleware =>
  async (ctx) => {
    const { client_id: id, of } = ctx.query;
    const found = typeof id === 'string' ? await host.clients.find(id) : undefined;
    const client = found?.disabled ? undefined : found;
    const here = await everybodyHere(host, ctx);
    const next = wayBackTo(client);
    const way = { ...(client && { client: brandOf(client) }), ...(next && { next }) };
    // Who chose to stay, or was here before and comes by an address alone. It may also have been another one who left.
    const isStill = of === 'nobody' ? here.length > 0 : of !== 'another' && here.some(({ inPlace }) => inPlace);
    if (!isStill) return tellSignedOut(host, ctx, here, way);
    const toAccount = { to: 'account', url: accountClient.home } as const;
    host.pages.render(ctx, { kind: 'message', message: 'still-signed-in', next: toAccount, ...way }, languagesFor(ctx));
  };

/** Says that somebody signed out, and whom the next one at this browser gets, or can choose, all the same. */
export function tellSignedOut(
  host: SignOutHost,
  ctx: Context,
  here: readonly SignedIn[],
  way: Pick<SignedOutPage, 'client'> & { readonly next?: Next } = {},
): void {
  const those = here.filter(({ late }) => !late);
  const [first] = those;
  const others = first && {
    others: peopleOf(those),
    inPlace: first.inPlace,
    form: formAbout(host, ctx, first.session),
    ...(!first.inPlace && { choose: accountClient.switch }),
  };
  host.pages.render(ctx, { kind: 'signed-out', ...way, ...others }, languagesFor(ctx));
}
