import type { Context } from 'koa';
import { Refused } from '../../errors.ts';
import { namesOf, type SignInSeen, type Verdict } from '../../risk/index.ts';
import { factsOf, stateOf } from '../../provider/index.ts';
import { familiarity } from '../known-browsers.ts';
import type { ErrorPage } from '../pages/index.ts';
import { interactionOf, show } from './details.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** A sign-in that was looked at. */
export type Judged = Proven & { readonly verdict: Verdict };

/**
 * Looks once whether a sign-in is unlike before, when its first factor was proven: who has no password of an account learns
 * nothing about it. What was seen then goes with the sign-in to its end; a session that only proves more was looked at when
 * it began.
 * @returns undefined where nobody is let in, and the answer says so
 */
export async function judge(host: InteractionHost, ctx: Context, proven: Proven): Promise<Judged | undefined> {
  if (proven.verdict) return { ...proven, verdict: proven.verdict };
  const { account } = proven;
  const { browser } = stateOf(ctx);
  const facts = browser === undefined ? {} : { browser: await factsOf(host, browser, account) };
  const verdict = await host.risk.look(account, await familiarityIn(host, ctx, account), stateOf(ctx).origin);
  const judged = { ...proven, ...facts, verdict };
  if (verdict.action !== 'block') return judged;
  await refuse(host, ctx, judged);
  return undefined;
}

/** The account in this browser. */
export const deviceIdIn = (host: InteractionHost, ctx: Context, account: string): string =>
  host.devices.idOf(account, stateOf(ctx).browser ?? '');

/**
 * Whether an account knows this browser. One that was only ever let in by apps that ask for less is new to all others; so is
 * one that has the browser's cookie and not the proof of its last sign-in: somebody may have planted a cookie of their own
 * before; and so is one that was put out since.
 */
async function familiarityIn(host: InteractionHost, ctx: Context, id: string): Promise<SignInSeen['device']> {
  const account = await host.accounts.get(id);
  if (!account) throw new Refused('not_found', 'the account is gone');
  return familiarity(host, ctx, account);
}

/** What events of a sign-in say: how, and what was unlike before, each with what was compared. */
export function detailOf({ methods, verdict: { signals, action } }: Judged) {
  const method = methods.includes('pwd') ? 'password' : 'passkey';
  if (signals.length === 0) return { method };
  return {
    method,
    signals: namesOf(signals.map(({ kind }) => kind)),
    from: signals.map(({ from }) => from).join(', '),
    to: signals.map(({ to }) => to).join(', '),
    action,
  };
}

/**
 * Nobody is let in, whatever else they could prove. It is told only to who has proven to be the owner, and is written down
 * whatever budgets are full: else whoever has the password would use one up first, and the owner hear of nothing.
 */
async function refuse(host: InteractionHost, ctx: Context, judged: Judged): Promise<void> {
  const { client, path } = interactionOf(ctx);
  const { origin } = stateOf(ctx);
  await host.audit.record(
    host.audit.newEvent({
      kind: 'account.sign_in_refused',
      outcome: 'refused',
      account: judged.account,
      client: client.id,
      origin,
      detail: { ...detailOf(judged), reason: 'unlike_before' },
    }),
  );
  const page: ErrorPage = {
    kind: 'error',
    reason: 'sign-in-blocked',
    reference: origin.requestId,
    client: brandOf(client),
    next: { to: 'try-again', url: `${path}/sign-in` },
  };
  show(host, ctx, page, 403);
}
