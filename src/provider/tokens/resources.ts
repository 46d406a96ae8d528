import { errors, type Client as EngineClient, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { apiScopesOf, isOidcScope, type Api, type Client, type Clients } from '../../clients/index.ts';
import { asEngineStep } from '../failures.ts';
import type { EngineClients } from '../overrides/clients.ts';

/**
 * Resource indicators (RFC 8707): which API an access token is for, and what it may be asked.
 *
 * A scope that belongs to no asked API is refused. The engine would drop it in silence, and the app would learn of it
 * from its API, at night.
 */
export function resourceIndicators(clients: Clients, engineClients: () => EngineClients) {
  const recordOf = (client: EngineClient | undefined): Client => {
    if (!client) throw new Error('a resource without a client');
    return engineClients().recordOf(client);
  };

  async function allowedApi(client: Client, resource: string): Promise<Api> {
    const api = client.apis.includes(resource) ? await asEngineStep(() => clients.findApi(resource)) : undefined;
    if (!api) throw new errors.InvalidTarget('resource indicator is missing, or unknown');
    return api;
  }

  return {
    enabled: true,

    /** Which API when none, or several, are named: the client's default one, unless it is about the person alone. */
    defaultResource(
      ctx: KoaContextWithOIDC,
      engineClient: EngineClient,
      oneOf?: readonly string[],
    ): string | readonly string[] {
      const { defaultApi } = recordOf(engineClient);
      if (oneOf) return defaultApi !== undefined && oneOf.includes(defaultApi) ? defaultApi : oneOf;
      if (defaultApi !== undefined && !isAboutThePerson(ctx)) return defaultApi;
      refuseScopesBeyond(ctx, []);
      return [];
    },

    /** A code or refresh token for an API gives access tokens for that API, unless the person alone is left of its scopes. */
    useGrantedResource: (ctx: KoaContextWithOIDC, { scopes }: { readonly scopes: ReadonlySet<string> }): boolean =>
      !leavesThePersonAlone(ctx, scopes),

    async getResourceServerInfo(
      ctx: KoaContextWithOIDC,
      resource: string,
      engineClient: EngineClient,
    ): Promise<ResourceServer> {
      const client = recordOf(engineClient);
      const asked = [ctx.oidc.params?.['resource'] ?? resource].flat().filter((one) => typeof one === 'string');
      const apis = await Promise.all(asked.map((one) => allowedApi(client, one)));
      refuseScopesBeyond(
        ctx,
        apis.flatMap((api) => apiScopesOf(client, api)),
      );
      const api = await allowedApi(client, resource);
      return {
        scope: apiScopesOf(client, api)
          .map(({ name }) => name)
          .join(' '),
        audience: api.id,
        accessTokenFormat: api.tokenFormat,
        accessTokenTTL: api.accessTokenLifetime,
        ...(api.tokenFormat === 'jwt' && { jwt: { sign: { alg: api.signingAlg } } }),
      };
    },
  };
}

export type ResourceIndicators = ReturnType<typeof resourceIndicators>;

/**
 * Refuses a token request for the API that it asks for, or for a scope of another. The engine would do so once the code
 * is used up, or the family has moved on: without the new token, which it does not give out then, the app would come back
 * with the old one, and end its sign-in.
 */
export async function refuseTarget(
  ctx: KoaContextWithOIDC,
  { defaultResource, getResourceServerInfo }: ResourceIndicators,
  granted: { readonly resource?: string | readonly string[] | undefined; readonly scope?: string | undefined },
): Promise<void> {
  const { client, params } = ctx.oidc;
  if (!client) throw new Error('a token request without a client');
  const named = params?.['resource'] as string | readonly string[] | undefined;
  const allowed = granted.resource ?? [];
  const asked = named ?? (leavesThePersonAlone(ctx, new Set(granted.scope?.split(' '))) ? [] : allowed);
  if (asked.length === 0) return;
  const resource = typeof asked === 'string' ? asked : defaultResource(ctx, client, asked);
  if (typeof resource !== 'string' || ![allowed].flat().includes(resource)) throw new errors.InvalidTarget();
  await getResourceServerInfo(ctx, resource, client);
}

/**
 * Whether a request asks for scopes of OpenID Connect and no other. Where it names no API, its access token is then for
 * userinfo, which takes none that is for an API, whatever API the client or the grant has.
 */
function isAboutThePerson({ oidc }: KoaContextWithOIDC): boolean {
  const scopes = [...oidc.requestParamScopes].filter(Boolean);
  return scopes.includes('openid') && scopes.every(isOidcScope);
}

/**
 * Whether a refresh asks for less than was granted, and that is about the person alone. Who asks for all of it once more
 * has what it had without (RFC 6749 §6).
 */
const leavesThePersonAlone = (ctx: KoaContextWithOIDC, granted: ReadonlySet<string>): boolean =>
  isAboutThePerson(ctx) && [...granted].some((scope) => !isOidcScope(scope));

function refuseScopesBeyond(ctx: KoaContextWithOIDC, allowed: readonly { readonly name: string }[]): void {
  const known = new Set(allowed.map(({ name }) => name));
  // OpenID Connect's are about a person, and a machine signs nobody in.
  const forPeople = ctx.oidc.params?.['grant_type'] !== 'client_credentials';
  const isKnown = (scope: string): boolean => known.has(scope) || (forPeople && isOidcScope(scope));
  const asked = [...ctx.oidc.requestParamScopes].filter(Boolean);
  // RFC 6749 §3.3. The engine would say that nothing was granted once the person had signed in and allowed it.
  if (ctx.oidc.params?.['response_type'] !== undefined && asked.length === 0) {
    throw new errors.InvalidScope('scope is missing, or nothing of it can be asked for like this', '');
  }
  const unknown = asked.filter((scope) => !isKnown(scope));
  if (unknown.length > 0) {
    throw new errors.InvalidScope('scope is unknown, or belongs to no API that is asked for', unknown.join(' '));
  }
}
