import type { Context } from 'koa';
import type { Interaction, InteractionResults } from 'oidc-provider';
import type { Session } from '../../devices/index.ts';
import { livingHere, stateOf, type SignInFacts } from '../../provider/index.ts';
import { namesOf } from '../../risk/index.ts';
import { placeSession, sessionInPlace } from '../middleware/session.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';
import type { Judged } from './judge.ts';
import { isDoubtful, writeDown } from './written-down.ts';

/**
 * Gives the engine what the person decided, and sends the browser on.
 * @param afresh whether what was decided earlier in this sign-in is no longer meant: it may have been another account
 */
export async function finish(
  host: InteractionHost,
  ctx: Context,
  result: InteractionResults,
  { afresh = 'error' in result }: { readonly afresh?: boolean } = {},
): Promise<void> {
  const provider = await host.provider();
  const to = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: !afresh });
  const { interaction, client } = interactionOf(ctx);
  await host.trail.finish(interaction.uid, client.id);
  // 303, never 307: a redirect must not carry the posted password on (RFC 9700 §4.12).
  ctx.redirect(to);
  ctx.status = 303;
}

/**
 * Ends the sign-in of an account that has proven all that it had to: `proceed` alone says when that is. What it was like is
 * written down, and compared with from then on.
 *
 * A browser may have sessions of several accounts. The engine knows one, and would sign that one out with all its apps
 * when another account comes: so the account's own session is put in place first, or none.
 */
export async function finishSignIn(
  host: InteractionHost,
  ctx: Context,
  proven: Judged,
  sparedBy?: number,
): Promise<void> {
  const { account, methods, remember, signOuts, provenAt, earlier, browser, factor, memory, verdict } = proven;
  const doubtful = await isDoubtful(host, proven);
  await writeDown(host, ctx, proven, { doubtful, spared: sparedBy !== undefined });
  const { interaction } = interactionOf(ctx);
  const current = await sessionInPlace(host, ctx);
  const own = current?.account === account ? current : (await livingHere(host, ctx, account))[0];
  if (current?.id !== own?.id) placeSession(host, ctx, own);
  // Another tab may have put nobody in place, or another one, since this began: the engine would refuse the right password.
  if ((interaction.session?.uid ?? current?.id) !== own?.id) await goOnWith(interaction, own);
  const facts: SignInFacts = {
    ...{ signOuts, doubtful },
    ...(browser && { browser }),
    ...(sparedBy !== undefined && { sparedBy }),
    // Of this sign-in: what an earlier one proved is no part of what it set up.
    ...(earlier === undefined ? { provenAt } : { earlier }),
    ...(factor !== undefined && { factor }),
    ...(verdict.signals.length > 0 && { signals: namesOf(verdict.signals.map(({ kind }) => kind)) }),
    ...(memory && { memory }),
  };
  // When it was said: the engine takes this once more when a page that comes after is done, and would take that for the moment.
  const login = { accountId: account, amr: [...methods], remember, ts: provenAt, ...facts };
  await finish(host, ctx, { login, select_account: {}, create: {} }, { afresh: true });
}

/**
 * Ends the account chooser: the chosen account's session is the one that the app gets. A sign-in of another account
 * earlier on is forgotten, or the engine would sign the chosen one out and give the app the other.
 */
export async function finishChoice(host: InteractionHost, ctx: Context, session: Session): Promise<void> {
  const { interaction } = interactionOf(ctx);
  const { login } = interaction.lastSubmission ?? {};
  const { browser } = stateOf(ctx);
  if (browser !== undefined) await host.browsers.moveUp(browser, session.id);
  placeSession(host, ctx, session);
  await goOnWith(interaction, session);
  await finish(host, ctx, { select_account: {}, create: {} }, { afresh: login?.accountId !== session.account });
}

/** The session that the engine is to find in place when the sign-in goes on, or none. */
async function goOnWith(interaction: Interaction, session: Session | undefined): Promise<void> {
  if (session?.account !== undefined) {
    interaction.session = { accountId: session.account, uid: session.id, cookie: '' };
  } else {
    delete interaction.session;
  }
  await interaction.persist();
}
