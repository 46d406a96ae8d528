/** The API for programs that administer clients and APIs: /api/admin. See docs/admin-api.md. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { adminApi } from '../../../own-clients.ts';
import { answerPrograms } from '../answers.ts';
import type { ApiHost } from '../host.ts';
import { jsonBody, noBody, optionalJsonBody, patchBody } from '../json-body.ts';
import { addApi, changeApi, listApis, removeApi, showApi } from './apis.ts';
import { requireScope, requireScopeStill } from './caller.ts';
import { addClient, addSecret, changeClient, listClients, removeClient, showClient } from './clients.ts';
import { noQuery } from './page.ts';

export function adminApiRoutes(host: ApiHost): Middleware {
  const { clients, apis } = adminApi.scopes;
  // Before anything of the request is read: whoever may not ask learns nothing else.
  const may = (scope: string): Middleware => requireScope(host, scope);
  // And once more when the body is there: whoever sends it slowly may be let in no more.
  const mayWith = (body: Middleware, scope: string): Middleware[] => [
    may(scope),
    noQuery,
    body,
    requireScopeStill(host, scope),
  ];
  // Strict: `/clients/` is a client whose id a program forgot to fill in, and not all of them.
  const router = new Router({ prefix: adminApi.path, strict: true });

  router.get('/clients', may(clients.read), noBody, listClients(host));
  router.get('/clients/:id', may(clients.read), noQuery, noBody, showClient(host));
  router.post('/clients', ...mayWith(jsonBody, clients.write), addClient(host));
  router.patch('/clients/:id', ...mayWith(patchBody, clients.write), changeClient(host));
  router.post('/clients/:id/secrets', ...mayWith(optionalJsonBody, clients.write), addSecret(host));
  router.delete('/clients/:id', may(clients.write), noQuery, noBody, removeClient(host));

  router.get('/apis', may(apis.read), noBody, listApis(host));
  router.get('/apis/:id', may(apis.read), noQuery, noBody, showApi(host));
  router.post('/apis', ...mayWith(jsonBody, apis.write), addApi(host));
  router.patch('/apis/:id', ...mayWith(patchBody, apis.write), changeApi(host));
  router.delete('/apis/:id', may(apis.write), noQuery, noBody, removeApi(host));

  return answerPrograms(adminApi, router);
}
