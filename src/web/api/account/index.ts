/** The API for apps with their user's token: /api/account. See docs/account-api.md. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { accountApi } from '../../../own-clients.ts';
import { answerPrograms } from '../answers.ts';
import type { ApiHost } from '../host.ts';
import { endDevice, endDevices, listDevices } from './devices.ts';
import { requireScope } from './holder.ts';
import { letScriptsRead } from './scripts.ts';

export function accountApiRoutes(host: ApiHost): Middleware {
  const { read, end } = accountApi.scopes;
  // Strict: with an empty id `/devices/:id` is not `/devices`, which ends everything.
  const router = new Router({ prefix: accountApi.path, strict: true });
  router.get('/devices', requireScope(host, read), listDevices(host));
  router.delete('/devices', requireScope(host, end), endDevices(host));
  router.delete('/devices/:id', requireScope(host, end), endDevice(host));
  return answerPrograms(accountApi, router, letScriptsRead);
}
