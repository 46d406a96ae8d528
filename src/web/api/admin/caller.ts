import type { Context, Middleware } from 'koa';
import { apiScopesOf, type Change, type Client } from '../../../clients/index.ts';
import { adminApi } from '../../../own-clients.ts';
import { stateOf } from '../../../provider/index.ts';
import { notGood, requireUse, tokenIn, withoutScope } from '../access-token.ts';
import type { ApiHost } from '../host.ts';

const callers = new WeakMap<Context, Client>();

/** What the record is told of a change: the program that asked for it, and from where. */
export function changeBy(ctx: Context): Change {
  const caller = callers.get(ctx);
  if (!caller) throw new Error('a request to the API without a token');
  return { actor: caller.id, origin: stateOf(ctx).origin };
}

/**
 * Takes the request of a program that acts for itself: an access token for this API that a machine has by its own
 * credentials (RFC 6749 §4.4), with the scope, from who holds its key where it is bound to one. A person's token is not
 * even looked for: whoever signs in to an app must not make an admin of it.
 *
 * What an admin has declared of the client is asked for anew with each request: what was taken away holds at once, and
 * not when the token ends.
 */
export function requireScope(host: ApiHost, scope: string): Middleware {
  const id = `${host.issuer}${adminApi.path}`;
  return async (ctx, next) => {
    const presented = tokenIn(ctx);
    const { findClientToken, requireKey } = await host.engine();
    const payload = await findClientToken(presented.token);
    const client = payload?.clientId === undefined ? undefined : await host.clients.find(payload.clientId);
    if (!payload || !client || !(Number(payload.exp) > host.clock.now())) throw notGood(presented);
    stateOf(ctx).client = client.id;
    await requireUse(ctx, presented, payload, { api: id, scope, requireKey });
    // What the token says was so when it was issued; this is now.
    const mayUse = adminApi.usedBy.some((kind) => kind === client.kind) && client.apis.includes(id);
    if (!mayUse) throw notGood(presented, 'the client may not use this API any more');
    if (!isBoundAs(client, payload)) throw notGood(presented, 'the client must have its tokens bound to a key');
    const api = await host.clients.findApi(id);
    if (!api || !apiScopesOf(client, api).some(({ name }) => name === scope)) {
      throw withoutScope(presented, scope, 'the client');
    }
    callers.set(ctx, client);
    await next();
  };
}

/** Else a token from before the client had to prove a key would be good without one, in whoever's hands it is by now. */
function isBoundAs({ senderConstrained }: Client, token: Readonly<Record<string, unknown>>): boolean {
  switch (senderConstrained) {
    case 'none':
      return true;
    case 'dpop':
      return token['jkt'] !== undefined;
    case 'mtls':
      return token['x5t#S256'] !== undefined;
  }
}
