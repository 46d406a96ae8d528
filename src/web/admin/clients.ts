import type { Middleware } from 'koa';
import type { Client } from '../../clients/index.ts';
import { adminHome } from '../../own-clients.ts';
import { ownOf, show } from '../signed-in/index.ts';
import type { AdminHost } from './host.ts';
import { personOf } from './person.ts';

export const clientsPath = `${adminHome}/clients`;

/** Where a client's page is. */
export const clientPath = ({ id }: Pick<Client, 'id'>): string => `${clientsPath}/${encodeURIComponent(id)}`;

/** What stands on one page. */
const pageSize = 50;

/** GET /admin/clients: all of them, in the order of their ids. */
export const showClients =
  (host: AdminHost): Middleware =>
  async (ctx) => {
    const after = typeof ctx.query['after'] === 'string' ? ctx.query['after'].slice(0, 200) : undefined;
    const found = await host.clients.list({ limit: pageSize + 1, ...(after !== undefined && { after }) });
    const shown = found.slice(0, pageSize);
    const last = shown.at(-1)?.id ?? '';
    show(host, ctx, {
      kind: 'admin-clients',
      person: personOf(ownOf(ctx).account),
      clients: shown.map((client) => ({
        url: clientPath(client),
        id: client.id,
        name: client.name,
        kind: client.kind,
        declaredBy: client.declaredBy,
        disabled: client.disabled,
      })),
      ...(found.length > pageSize && { more: `${clientsPath}?after=${encodeURIComponent(last)}` }),
    });
  };
