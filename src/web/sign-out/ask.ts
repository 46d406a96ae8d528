import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Client } from '../../clients/index.ts';
import { sidOf, subjectFor } from '../../provider/index.ts';
import { mostShown } from '../../tokens/index.ts';
import { brandOf } from '../interaction/index.ts';
import { languagesFor } from '../middleware/language.ts';
import { bindBrowser } from '../middleware/origin.ts';
import { formAbout } from './form.ts';
import { peopleOf, personOf, everybodyHere, signOut, type SignedIn } from './everybody.ts';
import type { SignOutHost } from './host.ts';
import { sendOn, wayBackOf, type SignOutRequest } from './request.ts';
import { goodbyePath } from './signed-out.ts';
import { decideSignOut, type Decision, type Hint } from './whom.ts';

/** GET /session/end: signs out whom the request's hint proves, or asks, or goes on where there is nobody to sign out. */
export async function answerSignOut(host: SignOutHost, ctx: KoaContextWithOIDC): Promise<void> {
  const request = await requestOf(host, ctx);
  const here = await everybodyHere(host, ctx);
  const hint = hintIn(host, ctx);
  const decision = decideSignOut(here, hint);
  if (decision.is === 'ask') return ask(host, ctx, request, here, decision);
  if (decision.is === 'end') await signOut(host, ctx, [decision.whom]);
  const left = decision.is === 'end' ? here.filter((one) => one !== decision.whom) : here;
  sendOn(host, ctx, wayBackOf(request) ?? goodbyePath(left));
}

async function requestOf(host: SignOutHost, { oidc }: KoaContextWithOIDC): Promise<SignOutRequest> {
  const { post_logout_redirect_uri: uri, state } = oidc.params ?? {};
  return {
    client: oidc.client && (await host.clients.find(oidc.client.clientId)),
    ...(typeof uri === 'string' && { postLogoutRedirectUri: uri }),
    ...(typeof state === 'string' && { state }),
  };
}

/** The hint, which the engine has verified: signed by us, for that client. */
function hintIn({ digest }: SignOutHost, { oidc }: KoaContextWithOIDC): Hint | undefined {
  const { IdTokenHint: hint, Client: client } = oidc.entities;
  if (!hint || !client) return undefined;
  const { sub, sid } = hint.payload;
  const isOf: Hint['isOf'] = (account) => sub === subjectFor(digest, account, client);
  const isOfSession = (id: string): boolean => sid === undefined || sid === sidOf(digest, id, client.clientId);
  return { isOf, names: ({ id, account }) => account !== undefined && isOf(account) && isOfSession(id) };
}

async function ask(
  host: SignOutHost,
  ctx: KoaContextWithOIDC,
  request: SignOutRequest,
  here: readonly SignedIn[],
  { whom, unmeant }: Extract<Decision, { is: 'ask' }>,
): Promise<void> {
  bindBrowser(host, ctx);
  const { client, postLogoutRedirectUri: uri } = request;
  const languages = languagesFor(ctx, ctx.oidc.params?.['ui_locales']);
  const { session } = whom;
  const stay =
    session.device === undefined ? [] : await host.signedIn.namesLeftBy({ id: session.device, sessions: [session] });
  host.pages.render(
    ctx,
    {
      kind: 'sign-out',
      form: formAbout(host, ctx, session, request),
      account: personOf(whom),
      others: peopleOf(here.filter(({ account }) => account.id !== whom.account.id)),
      ...(stay.length > 0 && { stay }),
      ...(client && { client: brandOf(client), app: unmeant ? 'unmeant' : await placeOf(host, client, whom) }),
    },
    { ...languages, ...(uri !== undefined && { formActions: [uri] }) },
  );
}

/** Whether the app is one of those that this session ends with: else the page does not say so. */
async function placeOf(host: SignOutHost, { id }: Client, { session }: SignedIn): Promise<'ends' | 'asks'> {
  for await (const family of host.families.each('heldBy', session.id, mostShown))
    if (family.client === id && host.families.lives(family)) return 'ends';
  return 'asks';
}
