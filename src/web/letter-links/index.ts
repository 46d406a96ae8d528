/**
 * The pages that links in letters to an account's owner open. Each asks before it does anything, so that a mail scanner
 * that follows links does nothing; none of them signs anybody in.
 */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { readForm } from '../middleware/form.ts';
import { passable } from '../middleware/passable.ts';
import type { LetterLinkHost } from './host.ts';
import { acceptInvitation, showInvitation } from './invitation.ts';
import { csrf, show } from './link.ts';
import { setPassword, showNewPassword } from './new-password.ts';
import { showRecover, submitRecover } from './recover.ts';
import { denyIt, showNotMe } from './not-me.ts';
import { stopResetPath } from './paths.ts';
import { confirmAddress, showConfirmation, showStop, stop } from './resets.ts';

export type { LetterLinkHost } from './host.ts';
export { confirmAddressPath, invitationPath, notMePath, recoverPath, stopResetPath } from './paths.ts';

export function letterLinkRoutes(host: LetterLinkHost): Middleware {
  const router = new Router();
  const pass = passable(host, (ctx, page, status) => show(host, ctx, page, status), true);
  const form = [readForm, csrf(host), pass];

  router.get('/recover', showRecover(host));
  router.post('/recover', ...form, submitRecover(host));
  router.get('/recover/:token', showNewPassword(host));
  router.post('/recover/:token', ...form, setPassword(host));
  for (const what of ['factors', 'email'] as const) {
    const path = stopResetPath(what, ':token');
    router.get(path, showStop(host, what));
    router.post(path, ...form, stop(host, what));
  }
  router.get('/confirm-address/:token', showConfirmation(host));
  router.post('/confirm-address/:token', ...form, confirmAddress(host));
  router.get('/invitation/:token', showInvitation(host));
  router.post('/invitation/:token', ...form, acceptInvitation(host));
  router.get('/not-me/:token', showNotMe(host));
  router.post('/not-me/:token', ...form, denyIt(host));

  return router.routes() as unknown as Middleware;
}
