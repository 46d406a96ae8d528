import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import type { Outbox } from '../../adapters/mail/index.ts';
import { accountClient } from '../own-clients.ts';
import { accountRoutes, type AccountHost } from './account/index.ts';
import { adminRoutes, type AdminHost } from './admin/index.ts';
import { interactionRoutes, type InteractionHost } from './interaction/index.ts';
import { apiRoutes, type ApiHost } from './api/index.ts';
import { failuresAsPages } from './middleware/failures.ts';
import { engineRequests } from './middleware/engine-requests.ts';
import { chosenLanguage, languagesFor } from './middleware/language.ts';
import { ensureBrowser } from './middleware/origin.ts';
import { letterLinkRoutes, type LetterLinkHost } from './letter-links/index.ts';
import { outboxRoutes } from './outbox/index.ts';
import { passkeyEndpoints } from './passkey-endpoints.ts';
import { signOutRoutes } from './sign-out/index.ts';

/** The Koa app of Postern's own pages. */
export function createHost(options: {
  /** The headers of every answer. */
  readonly headers: Middleware;
  /** What every request passes first, the engine's too. */
  readonly edge: readonly Middleware[];
  /** Answers about health, before anything else is done for anybody. */
  readonly health: Middleware;
  readonly interaction: InteractionHost;
  readonly account: AccountHost;
  readonly admin: AdminHost;
  readonly letterLinks: LetterLinkHost;
  readonly api: ApiHost;
  /** Development only. */
  readonly outbox?: Outbox;
}): Koa {
  const { interaction: host } = options;
  const app = new Koa({ proxy: true });
  app.silent = true;

  app.use(options.headers);
  app.use(options.health);
  for (const middleware of options.edge) app.use(middleware);
  for (const api of apiRoutes(options.api)) app.use(api);
  app.use(passkeyEndpoints(options.account));
  app.use(host.pages.assets);
  app.use(failuresAsPages(host.pages));
  app.use(engineRequests);
  app.use(ensureBrowser(host));
  app.use(chosenLanguage(host.secure));
  app.use(interactionRoutes(host));
  app.use(letterLinkRoutes(options.letterLinks));
  app.use(signOutRoutes({ ...options.account, provider: host.provider }));
  app.use(accountRoutes(options.account));
  app.use(adminRoutes(options.admin));
  if (options.outbox) app.use(outboxRoutes(options.outbox, host.pages));
  app.use(startPage(host));
  return app;
}

/** GET /: what this is. */
function startPage({ pages }: InteractionHost): Middleware {
  const router = new Router();
  const next = { to: 'account', url: accountClient.home } as const;
  router.get('/', (ctx) => pages.render(ctx, { kind: 'message', message: 'welcome', next }, languagesFor(ctx)));
  return router.routes() as unknown as Middleware;
}
