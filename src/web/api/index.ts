/** The APIs of Postern's own: /api/account for apps with their user's token, /api/admin for programs that administer. */
import type { Middleware } from 'koa';
import { accountApiRoutes } from './account/index.ts';
import { adminApiRoutes } from './admin/index.ts';
import type { ApiHost } from './host.ts';

export type { ApiHost } from './host.ts';

export const apiRoutes = (host: ApiHost): readonly Middleware[] => [accountApiRoutes(host), adminApiRoutes(host)];
