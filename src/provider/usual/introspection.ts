import type { Context, Middleware } from 'koa';
import type { AdapterPayload } from 'oidc-provider';
import type { Audit } from '../../audit/index.ts';
import type { Client, Clients } from '../../clients/index.ts';
import type { Clock } from '../../clock.ts';
import { mayAskAbout } from '../tokens/asking.ts';
import { stateOf } from '../request.ts';
import { routes } from '../routes.ts';
import { settleWrites } from '../middleware/settle.ts';
import type { Storage } from '../storage/index.ts';
import { accessTokenPrefix, clientTokenPrefix } from '../storage/access-tokens.ts';
import { credentialFields, type Authenticate } from './credentials.ts';
import { formFor } from './form.ts';
import { sayYes } from './yes.ts';

const accessToken = 'access_token';
const fields = new Set(['token', 'token_type_hint', ...credentialFields]);

/** Introspection (RFC 7662): a client with its secret asks about an opaque access token that is good. */
export function answerUsualQuestions(rooms: {
  readonly issuer: string;
  readonly authenticate: Authenticate;
  readonly clients: Pick<Clients, 'find'>;
  readonly storage: Pick<Storage, 'findAccessToken' | 'findClientToken'>;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  readonly clock: Clock;
}): Middleware {
  const { issuer, authenticate, clients, storage, audit, clock } = rooms;

  return sayYes(question, async (ctx, { asking, token }) => {
    const { origin } = stateOf(ctx);
    stateOf(ctx).client = asking.id;
    const detail = { active: true };
    const event = audit.newEvent({ kind: 'token.introspected', outcome: 'done', client: asking.id, origin, detail });
    ctx.body = answerFor(token, issuer);
    await settleWrites(ctx, [audit.record(event)]);
  });

  /** Who asks, and the token that is asked about, where the answer is yes. @throws {StoreUnavailable} */
  async function question(ctx: Context): Promise<{ asking: Client; token: AdapterPayload } | undefined> {
    const form = await formFor(ctx, routes.introspection, fields);
    const value = form?.get('token');
    if (!form || value === undefined || (form.get('token_type_hint') ?? accessToken) !== accessToken) return undefined;
    const asking = await authenticate(ctx, form);
    const token = asking && (await find(value));
    if (!token || !mayAskAbout(asking, token) || !(Number(token.exp) > clock.now())) return undefined;
    // A pairwise subject is the engine's to compute.
    const owner = await clients.find(token.clientId ?? '');
    return owner && !owner.pairwise ? { asking, token } : undefined;
  }

  async function find(token: string): Promise<AdapterPayload | undefined> {
    if (token.startsWith(clientTokenPrefix)) return storage.findClientToken(token);
    const living = token.startsWith(accessTokenPrefix) ? await storage.findAccessToken(token) : undefined;
    const { payload, family } = living ?? {};
    return payload?.clientId === family?.client && payload?.accountId === family?.account ? payload : undefined;
  }
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
