/** The API for apps with their user's token: /api/account. See docs/account-api.md. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { accountApi } from '../../own-clients.ts';
import { requireScope } from './access-token.ts';
import { answerPrograms } from './answers.ts';
import { endDevice, endDevices, listDevices } from './devices.ts';
import type { ApiHost } from './host.ts';

export type { ApiHost } from './host.ts';

export function apiRoutes(host: ApiHost): Middleware {
  const { read, end } = accountApi.scopes;
  // Strict: with an empty id `/devices/:id` is not `/devices`, which ends everything.
  const router = new Router({ prefix: accountApi.path, strict: true });
  router.get('/devices', requireScope(host, read), listDevices(host));
  router.delete('/devices', requireScope(host, end), endDevices(host));
  router.delete('/devices/:id', requireScope(host, end), endDevice(host));
  const routes = router.routes() as unknown as Middleware;
  const otherMethods = router.allowedMethods() as unknown as Middleware;
  // Nothing comes after it: what is not here is not to be answered by a page.
  return answerPrograms(async (ctx) => {
    await routes(ctx, async () => {
      await otherMethods(ctx, () => Promise.resolve());
    });
  });
}
