import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import type { AdapterPayload } from 'oidc-provider';
import { StoreUnavailable } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Client, Clients } from '../clients/index.ts';
import type { Clock } from '../clock.ts';
import type { ClientSecrets } from '../protection/index.ts';
import { mayAskAbout } from './asking.ts';
import { stateOf } from './request.ts';
import { routes } from './routes.ts';
import type { Storage } from './storage/index.ts';
import { accessTokenPrefix, clientTokenPrefix } from './storage/access-tokens.ts';

/** What is looked at here of a body, in bytes. */
const most = 1024;

/**
 * Answers the usual question at the introspection endpoint (RFC 7662) without the engine, which takes three times as
 * long: a client with its secret asks about an opaque access token that is good.
 *
 * It only ever says yes. Whatever is not exactly the usual question, or not to be answered by yes, goes on to the engine
 * as if nobody had looked at it: refusals, other tokens and other ways to prove who asks are in one place.
 */
export function answerUsualQuestions(rooms: {
  readonly issuer: string;
  readonly clients: Pick<Clients, 'find'>;
  readonly protection: { readonly clientSecrets: Pick<ClientSecrets<Client['secrets']>, 'isSurelyGood'> };
  readonly storage: Pick<Storage, 'findAccessToken' | 'findClientToken'>;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  readonly clock: Clock;
}): Middleware {
  const { issuer, clients, protection, storage, audit, clock } = rooms;

  return async (ctx, next) => {
    const usual = await question(ctx).catch(unlessUnavailable);
    if (!usual) return void (await next());
    const { asking, token } = usual;
    const { origin } = stateOf(ctx);
    stateOf(ctx).client = asking.id;
    const detail = { active: true };
    await audit.record(
      audit.newEvent({ kind: 'token.introspected', outcome: 'done', client: asking.id, origin, detail }),
    );
    ctx.req.resume();
    ctx.set('Cache-Control', 'no-store');
    ctx.vary('Origin');
    ctx.body = answerFor(token, issuer);
  };

  /** Who asks, and the token that is asked about, where the answer is yes. @throws {StoreUnavailable} */
  async function question(ctx: Context): Promise<{ asking: Client; token: AdapterPayload } | undefined> {
    const credentials = isQuestion(ctx) ? credentialsIn(ctx.headers.authorization) : undefined;
    const value = credentials && tokenIn(await peek(ctx.req));
    if (!credentials || value === undefined) return undefined;
    const asking = await authenticated(ctx, credentials);
    const token = asking && (await find(value));
    if (!token || !mayAskAbout(asking, token) || !(Number(token.exp) > clock.now())) return undefined;
    // A pairwise subject is the engine's to compute.
    const owner = await clients.find(token.clientId ?? '');
    return owner && !owner.pairwise ? { asking, token } : undefined;
  }

  async function authenticated(ctx: Context, { id, secret }: Credentials): Promise<Client | undefined> {
    const client = await clients.find(id);
    if (client?.authMethod !== 'client_secret_basic' && client?.authMethod !== 'client_secret_post') return undefined;
    return protection.clientSecrets.isSurelyGood(client, secret, stateOf(ctx).origin) ? client : undefined;
  }

  async function find(token: string): Promise<AdapterPayload | undefined> {
    if (token.startsWith(clientTokenPrefix)) return storage.findClientToken(token);
    const living = token.startsWith(accessTokenPrefix) ? await storage.findAccessToken(token) : undefined;
    const { payload, family } = living ?? {};
    return payload?.clientId === family?.client && payload?.accountId === family?.account ? payload : undefined;
  }
}

/** A question without anything that needs thought: another site's script, a compressed body. */
const isQuestion = (ctx: Context): boolean =>
  ctx.path === routes.introspection &&
  ctx.method === 'POST' &&
  /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i.test(ctx.headers['content-type'] ?? '') &&
  ctx.headers['content-encoding'] === undefined &&
  ctx.headers.origin === undefined;

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** RFC 6749 §2.3.1, where nothing in them is escaped. */
function credentialsIn(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]{1,500}={0,2})$/.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([\w.~-]+):([\w.~-]+)$/.exec(Buffer.from(encoded, 'base64').toString('latin1')) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

/** The token of a body in which nothing else is. */
const tokenIn = (body: string | undefined): string | undefined =>
  /^token=([\w-]+)(?:&token_type_hint=access_token)?$/.exec(body ?? '')?.[1];

/** Reads a small body whose length is known, and puts it back for whoever comes next. */
async function peek(request: IncomingMessage): Promise<string | undefined> {
  const length = Number(request.headers['content-length']);
  if (!(length > 0 && length <= most)) return undefined;
  if (request.readableLength === 0) await once(request, 'readable').catch(() => undefined);
  // In pieces, or cut off: not waited for here.
  if (request.readableLength < length) return undefined;
  const body = request.read() as Buffer;
  request.unshift(body);
  return body.toString('latin1');
}

/** A store that is down is the engine's to answer for. */
function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}

/** As the engine describes a token that is active (RFC 7662 §2.2). */
function answerFor(token: AdapterPayload, issuer: string): Record<string, unknown> {
  const { accountId, extra, clientId, exp, iat, sid, aud, scope, jkt, 'x5t#S256': x5t } = token;
  return {
    active: true,
    ...(accountId !== undefined && { sub: accountId }),
    ...(extra as object | undefined),
    client_id: clientId,
    exp,
    iat,
    sid,
    iss: issuer,
    aud,
    scope: scope === '' ? undefined : scope,
    ...((jkt ?? x5t) !== undefined && { cnf: { ...(x5t && { 'x5t#S256': x5t }), ...(jkt && { jkt }) } }),
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
  };
}
