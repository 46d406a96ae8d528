/** The pages of a sign-in: /interaction/:uid and below. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { readForm } from '../middleware/form.ts';
import { chooseAccount, showAccounts } from './choose-account.ts';
import { decideConsent, showConsent } from './consent.ts';
import { resendLetter, showConfirm, submitCode } from './confirm.ts';
import { csrf, findInteraction, interactionOf } from './details.ts';
import { finish } from './finish.ts';
import type { InteractionHost } from './host.ts';
import { confirmLetterLink, showLetterLink } from './letter-link.ts';
import { showSignIn, submitPassword } from './sign-in.ts';
import { showSignUp, submitSignUp } from './sign-up.ts';

export { letterLinkPath } from './letter-link.ts';
export { brandOf, type InteractionHost } from './host.ts';
export { createTrail, wayBackTo, type Trail } from './trail.ts';

export function interactionRoutes(host: InteractionHost): Middleware {
  const router = new Router({ prefix: '/interaction/:uid' });
  const page = [findInteraction(host)];
  const form = [findInteraction(host), readForm, csrf(host)];

  router.get('/', ...page, leaveTrail(host), showPrompt(host));

  router.get('/sign-in', ...page, showSignIn(host));
  router.post('/password', ...form, submitPassword(host));

  router.get('/sign-up', ...page, showSignUp(host));
  router.post('/sign-up', ...form, submitSignUp(host));
  router.get('/confirm', ...page, showConfirm(host));
  router.post('/confirm', ...form, submitCode(host));
  router.post('/resend', ...form, resendLetter(host));
  router.get('/email/:ticket/:secret', showLetterLink(host));
  router.post('/email/:ticket/:secret', readForm, confirmLetterLink(host));

  router.get('/accounts', ...page, showAccounts(host));
  router.post('/account', ...form, chooseAccount(host));
  router.post('/consent', ...form, decideConsent(host));
  router.post('/cancel', ...form, cancel(host));

  return router.routes() as unknown as Middleware;
}

/** What the engine asks of the person now. */
function showPrompt(host: InteractionHost): Middleware {
  const prompts: Record<string, Middleware> = {
    login: showSignIn(host),
    consent: showConsent(host),
    select_account: showAccounts(host),
    create: host.signUpOpen ? showSignUp(host) : showSignIn(host),
  };
  return async (ctx, next) => {
    const { name } = interactionOf(ctx).interaction.prompt;
    const prompt = prompts[name];
    if (!prompt) throw new Error(`there is no page for the prompt ${name}`);
    await prompt(ctx, next);
  };
}

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
