/** The pages of a sign-in: /interaction/:uid and below. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { readForm } from '../middleware/form.ts';
import { passable } from '../middleware/passable.ts';
import { chooseAccount, showAccounts } from './choose-account.ts';
import { decideConsent, showConsent } from './consent.ts';
import { resendLetter, showConfirm, submitCode } from './confirm.ts';
import { unlessCrowded } from './crowded.ts';
import { csrf, findInteraction, interactionOf, show } from './details.ts';
import { finish } from './finish.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { confirmLetterLink, csrfOfLink, linkIfOpen, passLetterLink, showLetterLink } from './letter-link.ts';
import { showLogin, showSignIn, submitPassword } from './sign-in.ts';
import { showRecover, submitRecover } from './recover.ts';
import { submitPasskey } from './passkey.ts';
import { askWhetherKept, remakeCodes } from './recovery-codes.ts';
import { keepDeniedFactor, takeDeniedFactorAway } from './denied-factor.ts';
import { codesStep } from './proceed.ts';
import { showFactor, submitFactor } from './second-factor.ts';
import { goOn, showSetUp, submitSetUp } from './set-up.ts';
import { setUpCodePaths, showCodeSetUp, submitCodeSetUp } from './set-up-code.ts';
import { submitSend } from './sent-code.ts';
import { showPasskeySetUp, submitPasskeySetUp } from './set-up-passkey.ts';
import { ifOpen, showNotOpen, showSignUp, submitSignUp } from './sign-up.ts';

export { letterLinkPath } from './letter-link.ts';
export { beginningPath, expiredPage } from './expired-page.ts';
export { brandOf, type InteractionHost } from './host.ts';
export { createHalfProven } from './half-proven.ts';
export { createTrail, wayBackTo, type Trail } from './trail.ts';

export function interactionRoutes(host: InteractionHost): Middleware {
  const router = new Router({ prefix: '/interaction/:uid' });
  const page = [findInteraction(host)];
  const formWith = (pass: Middleware): Middleware[] => [findInteraction(host), readForm, csrf(host), pass];
  const form = formWith(pass(host));
  const link = [linkIfOpen(host), readForm, csrfOfLink(host)];

  router.get('/', ...page, leaveTrail(host), showPrompt(host));

  router.get('/sign-in', ...page, showSignIn(host));
  router.post('/password', unlessCrowded(host), ...form, submitPassword(host));
  router.post('/passkey', ...form, submitPasskey(host));

  router.get('/recover', ...page, showRecover(host));
  router.post('/recover', ...form, submitRecover(host));

  router.get('/factor', ...page, showFactor(host));
  router.post('/factor', ...form, submitFactor(host));
  router.post('/factor/send', ...form, submitSend(host));
  router.post('/factor/keep', ...form, keepDeniedFactor(host));
  router.post('/factor/take-away', ...form, takeDeniedFactorAway(host));
  router.get('/set-up', ...page, showSetUp(host));
  router.post('/set-up', ...form, submitSetUp(host));
  router.get('/set-up/passkey', ...page, showPasskeySetUp(host));
  router.post('/set-up/passkey', ...form, submitPasskeySetUp(host));
  for (const by of ['sms', 'email'] as const) {
    router.get(setUpCodePaths[by], ...page, showCodeSetUp(host, by));
    router.post(setUpCodePaths[by], ...form, submitCodeSetUp(host, by));
  }
  router.get(`/${codesStep}`, ...page, askWhetherKept(host));
  router.post(`/${codesStep}`, ...form, remakeCodes(host));
  router.post('/go-on', ...form, goOn(host));

  router.get('/sign-up', ...page, ifOpen(host), showSignUp(host));
  router.post('/sign-up', ...formWith(pass(host, true)), ifOpen(host), submitSignUp(host));
  router.get('/confirm', ...page, ifOpen(host), showConfirm(host));
  router.post('/confirm', ...form, ifOpen(host), submitCode(host));
  router.post('/resend', ...form, ifOpen(host), resendLetter(host));
  router.get('/email/:ticket/:secret', linkIfOpen(host), showLetterLink(host));
  router.post('/email/:ticket/:secret', ...link, passLetterLink(host), confirmLetterLink(host));

  router.get('/accounts', ...page, showAccounts(host));
  router.post('/account', ...form, chooseAccount(host));
  router.post('/consent', ...form, decideConsent(host));
  router.post('/cancel', ...form, cancel(host));

  for (const [path, step] of Object.entries(stepsOf)) router.get(path, ...page, goToStep(step));

  return router.routes() as unknown as Middleware;
}

/**
 * Addresses that only take forms, and the page of that step. What a form is answered with is shown at its address, and
 * whoever opens that again, from the address bar or in another language, is not to meet a page that is not there.
 */
const stepsOf = {
  ...{ '/password': '/sign-in', '/passkey': '/sign-in' },
  ...{ '/factor/send': '/factor', '/factor/keep': '/factor', '/factor/take-away': '/factor' },
  ...{ '/go-on': '/set-up' },
  ...{ '/resend': '/confirm', '/account': '/accounts' },
  ...{ '/consent': '', '/cancel': '' },
};

const goToStep =
  (step: string): Middleware =>
  (ctx) => {
    ctx.redirect(`${interactionOf(ctx).path}${step}${ctx.search}`);
    ctx.status = 303;
  };

/** Where a form of a sign-in meets what others have used up, the way on is a page of the sign-in as well. */
const pass = (host: InteractionHost, chosen = false): Middleware =>
  passable(
    host,
    (ctx, page, status) => {
      const { client, path } = interactionOf(ctx);
      const shown = { client: brandOf(client), ...page };
      // Back to where a passkey is another way in.
      if (shown.kind === 'error') show(host, ctx, { ...shown, next: { to: 'sign-in', url: path } }, status);
      else show(host, ctx, { ...shown, back: path }, status);
    },
    chosen,
  );

/** What the engine asks of the person now. */
function showPrompt(host: InteractionHost): Middleware {
  const prompts: Record<string, Middleware> = {
    login: showLogin(host),
    consent: showConsent(host),
    select_account: showAccounts(host),
    create: host.signUpMode === 'closed' ? showSignIn(host) : createPrompt(host),
  };
  return async (ctx, next) => {
    const { name } = interactionOf(ctx).interaction.prompt;
    const prompt = prompts[name];
    if (!prompt) throw new Error(`there is no page for the prompt ${name}`);
    await prompt(ctx, next);
  };
}

/** An app wants an account to be made. */
const createPrompt = (host: InteractionHost): Middleware =>
  host.signUpMode === 'open' ? showSignUp(host) : (ctx) => showNotOpen(host, ctx);

const leaveTrail =
  (host: InteractionHost): Middleware =>
  async (ctx, next) => {
    const { interaction, client } = interactionOf(ctx);
    await host.trail.leave(interaction.uid, client.id);
    await next();
  };

/** POST …/cancel: back to the app with nothing. */
const cancel =
  (host: InteractionHost): Middleware =>
  (ctx) =>
    finish(host, ctx, { error: 'access_denied', error_description: 'the person went back' });
