import type { Context, Middleware } from 'koa';
import type { Account } from '../../accounts/index.ts';
import { stateOf } from '../../provider/index.ts';
import { isOwnSince } from '../known-browsers.ts';
import type { DeniedFactorPage } from '../pages/index.ts';
import { formTo, interactionOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { nextStep, proceed, provenSoFar } from './proceed.ts';

/**
 * Shows what becomes of a first factor that was denied, where one would be asked for. The password says no more of who it is
 * than that they read the mail: it was void, and a letter has set another. So everybody waits until the factor goes, but who
 * is in a browser that was the account's own before there was one.
 * @returns false where there is nothing of the kind
 */
export async function showDeniedFactor(
  host: InteractionHost,
  ctx: Context,
  account: Account,
  status: number,
): Promise<boolean> {
  const denied = await host.factorResets.deniedOf(account.id);
  if (!denied) return false;
  const isOwn = await isOwnSince(host, ctx, account.id, denied);
  const page: DeniedFactorPage = {
    kind: 'denied-factor',
    client: brandOf(interactionOf(ctx).client),
    account: { email: account.email, ...(account.name && { name: account.name }) },
    at: denied.at,
    ...(isOwn && { keep: formTo(host, ctx, 'factor/keep'), takeAway: formTo(host, ctx, 'factor/take-away') }),
    cancel: formTo(host, ctx, 'cancel'),
  };
  // Also where it answers a form, whose address has no page.
  show(host, ctx, page, status);
  return true;
}

/** POST …/factor/keep: it is the owner's. It counts again, and is asked for. */
export const keepDeniedFactor =
  (host: InteractionHost): Middleware =>
  (ctx) =>
    decide(host, ctx, (account) => host.factorResets.stop(account, stateOf(ctx).origin));

/** POST …/factor/take-away: it is somebody else's. The sign-in goes on as one of an account that has none. */
export const takeDeniedFactorAway =
  (host: InteractionHost): Middleware =>
  (ctx) =>
    decide(host, ctx, (account) => host.factorResets.takeAway(account, stateOf(ctx).origin));

async function decide(host: InteractionHost, ctx: Context, what: (account: string) => Promise<unknown>): Promise<void> {
  const proven = await provenSoFar(host, ctx);
  if (!proven) return;
  const denied = await host.factorResets.deniedOf(proven.account);
  // Asked again: a form may be posted that no page had.
  const isOwn = denied && (await isOwnSince(host, ctx, proven.account, denied));
  if (isOwn && (await nextStep(host, ctx, proven)).is === 'prove') await what(proven.account);
  await proceed(host, ctx, proven);
}
