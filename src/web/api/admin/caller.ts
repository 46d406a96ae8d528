import type { Context, Middleware } from 'koa';
import type { AdapterPayload } from 'oidc-provider';
import { apiScopesOf, type Change, type Client } from '../../../clients/index.ts';
import { adminApi } from '../../../own-clients.ts';
import { stateOf } from '../../../provider/index.ts';
import { notGood, requireUse, tokenIn, withoutScope, type Presented } from '../access-token.ts';
import type { ApiHost } from '../host.ts';

const callers = new WeakMap<Context, Client>();

/** A token that lives, and the client that has it. */
interface Caller {
  readonly payload: AdapterPayload;
  readonly client: Client;
}

/** What the record is told of a change: the program that asked for it, and from where. */
export function changeBy(ctx: Context): Change {
  const caller = callers.get(ctx);
  if (!caller) throw new Error('a request to the API without a token');
  return { actor: { client: caller.id }, origin: stateOf(ctx).origin };
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
  return async (ctx, next) => {
    const presented = tokenIn(ctx);
    const caller = await callerWith(host, presented);
    stateOf(ctx).client = caller.client.id;
    const { requireKey } = await host.engine();
    await requireUse(ctx, presented, caller.payload, { api: idOf(host), scope, requireKey });
    await requireDeclared(host, presented, caller, scope);
    callers.set(ctx, caller.client);
    await next();
  };
}

/**
 * Looks again at a request that `requireScope` took, once its body is there: whoever sends one slowly, and is removed
 * meanwhile, would else do with the last of it what they may not do any more. The key is not proven again: its proof is
 * used up (RFC 9449 §11.1), and was of this request.
 */
export function requireScopeStill(host: ApiHost, scope: string): Middleware {
  return async (ctx, next) => {
    const presented = tokenIn(ctx);
    await requireDeclared(host, presented, await callerWith(host, presented), scope);
    await next();
  };
}

const idOf = ({ issuer }: ApiHost): string => `${issuer}${adminApi.path}`;

/** @throws {TokenRefused} {StoreUnavailable} */
async function callerWith({ engine, clients, clock }: ApiHost, presented: Presented): Promise<Caller> {
  const { findClientToken } = await engine();
  const payload = await findClientToken(presented.token);
  const client = payload?.clientId === undefined ? undefined : await clients.find(payload.clientId);
  if (!payload || !client || !(Number(payload.exp) > clock.now())) throw notGood(presented);
  return { payload, client };
}

/** What the token says was so when it was issued; this is now. @throws {TokenRefused} {StoreUnavailable} */
async function requireDeclared(
  host: ApiHost,
  presented: Presented,
  { payload, client }: Caller,
  scope: string,
): Promise<void> {
  const id = idOf(host);
  const mayUse = adminApi.usedBy.some((kind) => kind === client.kind) && client.apis.includes(id);
  if (!mayUse) throw notGood(presented, 'the client may not use this API any more');
  if (!isBoundAs(client, payload)) throw notGood(presented, 'the client must have its tokens bound to a key');
  const api = await host.clients.findApi(id);
  if (!api || !apiScopesOf(client, api).some(({ name }) => name === scope)) {
    throw withoutScope(presented, scope, 'the client');
  }
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
