import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { tellsOfRecoveryCode } from '../../accounts/index.ts';
import { namedIn, type AuditEntry } from '../../audit/index.ts';
import { factsOfNotice, noticeAbout } from '../../letters/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { stayOwn } from '../known-browsers.ts';
import { forgetAskedLetters, foundByLink } from '../tries.ts';
import { unlessAway } from '../unless-away.ts';
import type { LetterLinkHost } from './host.ts';
import { formHere, show, showExpired, tokenIn, toSignIn } from './link.ts';

/** GET /not-me/:token: for an owner who was told of something that they did not do. Says what it was, and what will be done. */
export const showNotMe =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const denied = await host.denials.look(tokenIn(ctx));
    const notice = denied && noticeAbout(denied.event, host.riskRules);
    if (!notice) return showExpired(host, ctx);
    if (denied.waits) return showWaits(host, ctx);
    if (denied.done) return showDone(host, ctx);
    const { restores } = denied;
    const named = restores === undefined ? await stateOfNamed(host, denied.event) : undefined;
    show(host, ctx, {
      kind: 'not-me',
      form: formHere(host, ctx),
      told: await factsOfNotice(host, notice),
      ...(named && { named }),
      ...(tellsOfRecoveryCode(denied.event) && { codes: true }),
      ...(restores !== undefined && { restores }),
      ...((await host.factorResets.wasKeptSince(denied.account.id, denied.event.at)) && { keptForGood: true }),
      ...(denied.account.disabledAt !== undefined && { suspended: true }),
    });
  };

/** POST /not-me/:token: whoever it was is out, and the owner gets a letter to choose a new password. */
export const denyIt =
  (host: LetterLinkHost): Middleware =>
  async (ctx) => {
    const { everywhere } = formOf(ctx, z.object({ everywhere: z.string().optional() }));
    const token = tokenIn(ctx);
    const about = await foundByLink(host, ctx, () => host.denials.look(token));
    if (!about) return showExpired(host, ctx);
    if (about.waits) return showWaits(host, ctx);
    const { browser, origin } = stateOf(ctx);
    const { outcome, signOuts } = await host.denials.deny(token, everywhere === 'yes', origin, browser);
    if (outcome === 'void') return showExpired(host, ctx);
    if (outcome === 'done') {
      // What a failure has kept the first time from doing, in the browser in which that was, and nothing beyond that.
      if (signOuts > 0) await stayOwn(host, ctx, { id: about.account.id, signOuts }).catch(unlessAway);
      return showDone(host, ctx);
    }
    await forgetAskedLetters(host, ctx, about.account.id, signOuts).catch(unlessAway);
    if (outcome === 'address-gone') return show(host, ctx, { kind: 'message', message: 'address-gone' });
    const message = outcome === 'restored' ? 'email-restored' : 'secured';
    // Nobody gets in by a new password yet, so no letter for one is sent.
    if (about.account.disabledAt !== undefined) {
      return show(host, ctx, { kind: 'message', message: 'email-restored-suspended' });
    }
    const denied = await host.factorResets.deniedOf(about.account.id);
    if (!denied) return show(host, ctx, { kind: 'message', message, next: toSignIn });
    show(host, ctx, { kind: 'message', message: `${message}-waits`, at: denied.at, next: toSignIn });
  };

/** Whoever reads the mail of now does nothing to a suspended account, and throws no link away that is good afterwards. */
const showWaits = (host: LetterLinkHost, ctx: Context): void =>
  show(host, ctx, { kind: 'message', message: 'not-me-waits' });

/** Gone as a link that is used, and whoever pressed it twice, or saw a failure, hears what became of it. */
const showDone = (host: LetterLinkHost, ctx: Context): void =>
  show(host, ctx, { kind: 'message', message: 'not-me-done', next: toSignIn }, 410);

async function stateOfNamed(
  { namedDevices }: LetterLinkHost,
  event: AuditEntry,
): Promise<'living' | 'ended' | undefined> {
  const named = namedIn(event);
  if (!named || event.account === undefined) return undefined;
  return (await namedDevices.isSignedIn(event.account, named)) ? 'living' : 'ended';
}
