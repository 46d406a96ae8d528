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
import { denyIt, showNotMe } from './not-me.ts';
import { showStop, stop } from './stop-reset.ts';

export type { LetterLinkHost } from './host.ts';
export { invitationPath, notMePath, recoverPath, stopResetPath } from './paths.ts';

export function letterLinkRoutes(host: LetterLinkHost): Middleware {
  const router = new Router();
  const pass = passable(host, (ctx, page, status) => show(host, ctx, page, status), true);
  const form = [readForm, csrf(host), pass];

  router.get('/recover/:token', showNewPassword(host));
  router.post('/recover/:token', ...form, setPassword(host));
  router.get('/stop-reset/:token', showStop(host));
  router.post('/stop-reset/:token', ...form, stop(host));
  router.get('/invitation/:token', showInvitation(host));
  router.post('/invitation/:token', ...form, acceptInvitation(host));
  router.get('/not-me/:token', showNotMe(host));
  router.post('/not-me/:token', ...form, denyIt(host));

  return router.routes() as unknown as Middleware;
}
