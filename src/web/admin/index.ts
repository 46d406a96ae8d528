/** The admin pages: /admin and below. To whoever is no admin they are not there. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { adminHome } from '../../own-clients.ts';
import { readForm } from '../middleware/form.ts';
import { csrf, goTo, requireRecentSignIn } from '../signed-in/index.ts';
import { changeClient, showClient, toClient } from './client.ts';
import { clientsPath, showClients } from './clients.ts';
import { findAdmin } from './find-admin.ts';
import type { AdminHost } from './host.ts';

export type { AdminHost } from './host.ts';

export function adminRoutes(host: AdminHost): Middleware {
  const router = new Router({ prefix: adminHome });
  const page = [findAdmin(host)];
  // Before the form is read, or what is said about the form would tell that there is something here; and once more when
  // it is there: whoever sends it slowly may be no admin any more.
  const form = [findAdmin(host), readForm, findAdmin(host), csrf(host), requireRecentSignIn(host)];

  router.get('/', ...page, (ctx) => goTo(ctx, clientsPath));
  router.get('/clients', ...page, showClients(host));
  router.get('/clients/:id', ...page, showClient(host));
  router.get('/clients/:id/change', ...page, requireRecentSignIn(host), toClient(host));
  router.post('/clients/:id', ...form, changeClient(host));

  return router.routes() as unknown as Middleware;
}
