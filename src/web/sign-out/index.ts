/** The pages of a sign-out: /session/end and below, where the engine has looked at what the app asks. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { readForm } from '../middleware/form.ts';
import { confirmSignOut } from './confirm.ts';
import { confirmPath } from './form.ts';
import type { ConfirmingHost } from './host.ts';
import { showSignedOut, signedOutPath } from './signed-out.ts';

export { answerSignOut } from './ask.ts';
export { everybodyHere } from './everybody.ts';
export { type SignOutHost } from './host.ts';
export { signedOutPath, tellSignedOut } from './signed-out.ts';

export function signOutRoutes(host: ConfirmingHost): Middleware {
  const router = new Router();
  router.post(confirmPath, readForm, confirmSignOut(host));
  router.all(confirmPath, only('POST'));
  router.get(signedOutPath, showSignedOut(host));
  router.all(signedOutPath, only('GET, HEAD'));
  return router.routes() as unknown as Middleware;
}

const only =
  (methods: string): Middleware =>
  (ctx) => {
    ctx.set('Allow', methods);
    throw new Refused('method_not_allowed', 'this page is not asked that way');
  };
