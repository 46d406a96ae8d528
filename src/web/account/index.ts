/** "My account": /account and below. Where nobody is signed in, the sign-in comes first. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { accountClient } from '../../own-clients.ts';
import { readForm } from '../middleware/form.ts';
import { passable } from '../middleware/passable.ts';
import { csrf, goTo, requireRecentSignIn, show } from '../signed-in/index.ts';
import { askToDisconnect, disconnect, showApp, showApps } from './apps.ts';
import { renameDevice, showDevice } from './device.ts';
import { showDevices } from './devices.ts';
import { showEmail, showEmailCode, submitEmail, submitEmailCode } from './email.ts';
import { askToEndDevice, endDevice, signOutPath } from './end-device.ts';
import { askToEnd, endSeveral } from './end-several.ts';
import { forgetFactor } from './forget-factor.ts';
import { showHistory } from './history.ts';
import type { AccountHost } from './host.ts';
import { provenByTwo } from './now-proven.ts';
import { passwordPath, sendPasswordLetter } from './no-password.ts';
import { showOverview, switchAccount } from './overview.ts';
import { findOwner, securityPath } from './own.ts';
import { changePassword, showPassword } from './password.ts';
import {
  askToRemovePasskey,
  removePasskey,
  renamePasskey,
  showPasskey,
  showPasskeySetUp,
  submitPasskeySetUp,
} from './passkeys.ts';
import { askToRemakeCodes, remakeCodes } from './recovery-codes.ts';
import { stopResetPaths } from './reset-notices.ts';
import { askToRemoveApp, removeApp, showSecurity, showSetUp, submitSetUp } from './security.ts';
import { askToRemoveCodes, codePaths, removeCodes, showCodeSetUp, submitCodeSetUp } from './sent-codes.ts';
import { comeBack } from './callback.ts';
import { stopReset } from './stop-reset.ts';

export type { AccountHost } from './host.ts';
export { securityPath } from './own.ts';
export { passkeysPath } from './passkeys.ts';

export function accountRoutes(host: AccountHost): Middleware {
  const router = new Router({ prefix: accountClient.home });
  const page = [findOwner(host)];
  const pass = passable(host, (ctx, page, status) => show(host, ctx, page, status));
  // Read first: whoever sends it slowly is looked at when it is there.
  const form = [readForm, findOwner(host), csrf(host), pass];

  router.get('/callback', comeBack(host));
  router.get('/switch', switchAccount(host));

  router.get('/', ...page, showOverview(host));
  router.get('/sign-out', ...page, (ctx) => goTo(ctx, signOutPath(ctx)));

  router.get('/devices', ...page, showDevices(host));
  router.get('/devices/:id', ...page, showDevice(host));
  router.post('/devices/:id', ...form, renameDevice(host));
  router.post('/devices/:id/forget', ...form, forgetFactor(host));
  // Addresses that only take forms: what went wrong with one is shown there, and may be opened again.
  router.get('/devices/:id/forget', (ctx) => ctx.redirect(ctx.path.replace(/\/forget$/, '')));
  router.get('/security/stop-reset', (ctx) => ctx.redirect(securityPath));
  router.get('/devices/:id/end', ...page, askToEndDevice(host));
  router.post('/devices/:id/end', ...form, endDevice(host));

  for (const what of ['others', 'everywhere'] as const) {
    router.get(`/end/${what}`, ...page, askToEnd(host, what));
    router.post(`/end/${what}`, ...form, endSeveral(host, what));
  }

  router.get('/apps', ...page, showApps(host));
  router.get('/apps/:id', ...page, showApp(host));
  router.get('/apps/:id/end', ...page, askToDisconnect(host));
  router.post('/apps/:id/end', ...form, disconnect(host));

  router.get('/history', ...page, showHistory(host));

  router.get('/security', ...page, showSecurity(host));
  for (const what of ['factors', 'email'] as const) {
    router.post(stopResetPaths[what].slice(accountClient.home.length), ...form, stopReset(host, what));
  }
  const sensitive = [...page, requireRecentSignIn(host)];
  const sensitiveForm = [...form, requireRecentSignIn(host)];
  const changingForm = [...sensitiveForm, provenByTwo];
  router.get('/security/apps', ...sensitive, showSetUp(host));
  router.post('/security/apps', ...sensitiveForm, submitSetUp(host));
  router.get('/security/apps/:id/remove', ...sensitive, askToRemoveApp(host));
  router.post('/security/apps/:id/remove', ...changingForm, removeApp(host));
  router.get('/security/passkeys', ...sensitive, showPasskeySetUp(host));
  router.post('/security/passkeys', ...sensitiveForm, submitPasskeySetUp(host));
  router.get('/security/passkeys/:id', ...sensitive, showPasskey(host));
  router.post('/security/passkeys/:id', ...changingForm, renamePasskey(host));
  router.get('/security/passkeys/:id/remove', ...sensitive, askToRemovePasskey(host));
  router.post('/security/passkeys/:id/remove', ...changingForm, removePasskey(host));
  for (const by of ['sms', 'email'] as const) {
    const path = codePaths[by].slice(accountClient.home.length);
    router.get(path, ...sensitive, showCodeSetUp(host, by));
    router.post(path, ...sensitiveForm, submitCodeSetUp(host, by));
    const remove = `${path}${by === 'sms' ? '/:id' : ''}/remove`;
    router.get(remove, ...sensitive, askToRemoveCodes(host, by));
    router.post(remove, ...changingForm, removeCodes(host, by));
  }
  router.get('/security/recovery-codes', ...sensitive, askToRemakeCodes(host));
  router.post('/security/recovery-codes', ...changingForm, remakeCodes(host));
  router.get('/email', ...sensitive, showEmail(host));
  router.post('/email', ...sensitiveForm, submitEmail(host));
  router.get('/email/code', ...sensitive, showEmailCode(host));
  router.post('/email/code', ...sensitiveForm, submitEmailCode(host));
  router.get('/password', ...sensitive, showPassword(host));
  router.post('/password', ...sensitiveForm, changePassword(host));
  router.get('/password/letter', (ctx) => ctx.redirect(passwordPath));
  router.post('/password/letter', ...sensitiveForm, sendPasswordLetter(host));

  return router.routes() as unknown as Middleware;
}
