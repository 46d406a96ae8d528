import type { Context, Middleware } from 'koa';
import { scopesOfClaims } from '../../accounts/index.ts';
import type { AppOnDevice } from '../../devices/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { mostShown, type Family } from '../../tokens/index.ts';
import { apisIn } from '../apis.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import { allowedOf, connectionOf, connectionsOf, sinceOf, whereOf, type Connection } from './connections.ts';
import { describe } from './devices.ts';
import { doneIn } from './done.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** Apps that act by themselves that are shown; every one of them is on the pages of devices. */
const mostAway = 50;

/** GET /account/apps: what may use the account, and apart what does so while nobody is there. */
export const showApps =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account } = ownOf(ctx);
    const after = typeof ctx.query['after'] === 'string' ? ctx.query['after'] : undefined;
    const { connections, cursor } = await connectionsOf(host, account.id, after);
    const away = after === undefined ? await awayOf(host, account.id) : [];
    const shown = await Promise.all(away.map((app) => describe(host, ctx, app)));
    show(host, ctx, {
      kind: 'apps',
      ...commonOf(host, ctx),
      apps: await Promise.all(
        connections.map(async (connection) => ({
          url: pathOf(connection),
          name: connection.client.name,
          since: sinceOf(connection),
          where: await whereOf(host, ctx, connection),
        })),
      ),
      ...(cursor !== undefined && { more: `/account/apps?after=${encodeURIComponent(cursor)}` }),
      away: shown.flatMap((device) => device ?? []),
      ...doneIn(ctx),
    });
  };

/** GET /account/apps/:id: what it may do, and where. */
export const showApp =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account } = ownOf(ctx);
    const connection = await connectionIn(host, ctx);
    const { scopes, claims, resources } = allowedOf(connection);
    const { name, homepage, termsUrl, privacyUrl } = connection.client;
    show(host, ctx, {
      kind: 'app',
      ...commonOf(host, ctx),
      app: {
        name,
        ...(homepage && { homepage }),
        ...(termsUrl && { termsUrl }),
        ...(privacyUrl && { privacyUrl }),
      },
      since: sinceOf(connection),
      scopes: [...new Set([...scopes, ...scopesOfClaims(claims)])],
      apis: await apisIn(host.clients, resources),
      account: {
        email: account.email,
        ...(account.name && { name: account.name }),
        ...(account.phone && { phone: account.phone }),
      },
      where: await whereOf(host, ctx, connection),
      disconnect: `${pathOf(connection)}/end`,
    });
  };

/** GET /account/apps/:id/end: asks. */
export const askToDisconnect =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const connection = await connectionIn(host, ctx);
    show(host, ctx, {
      kind: 'end',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      what: 'connection',
      app: connection.client.name,
      back: pathOf(connection),
    });
  };

/** POST /account/apps/:id/end: by the answer it is signed out everywhere, and has to ask again. */
export const disconnect =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { client } = await connectionIn(host, ctx);
    await host.consents.withdraw(ownOf(ctx).account.id, client, stateOf(ctx).origin);
    goTo(ctx, '/account/apps?done=disconnected');
  };

/** @throws {Refused} not_found for an app that is not connected as for one that is not there: nobody learns which apps are */
async function connectionIn(host: AccountHost, ctx: Context): Promise<Connection> {
  const id = String((ctx['params'] as Record<string, unknown>)['id']);
  const connection = await connectionOf(host, ownOf(ctx).account.id, id);
  if (!connection) throw new Refused('not_found', 'there is no such app');
  return connection;
}

const pathOf = ({ client }: Connection): string => `/account/apps/${encodeURIComponent(client.id)}`;

/** Apps for which the person allowed that they go on without them (OIDC Core §11), those used last. */
async function awayOf({ families, signedIn }: AccountHost, account: string): Promise<AppOnDevice[]> {
  const away: Family[] = [];
  for await (const family of families.each('lasting', account, mostShown))
    if (families.lives(family) && family.source.scope?.split(' ').includes('offline_access')) away.push(family);
  const usedLast = new Map(away.sort((a, b) => a.last.at - b.last.at).map((family) => [family.onDevice, family]));
  const used = [...usedLast.values()].sort((a, b) => b.last.at - a.last.at);
  return signedIn.appsOf(account, used.slice(0, mostAway));
}
