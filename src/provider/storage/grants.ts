import type { Adapter, AdapterPayload } from 'oidc-provider';
import { oidcScopesOf, type Clients } from '../../clients/index.ts';
import type { EndReason, Families } from '../../tokens/index.ts';
import { claimsWithin } from '../claims.ts';
import { currentRequest, stateOf } from '../request.ts';

/**
 * Grants: one a family, under the family's id. Until the code is redeemed the grant waits beside it; afterwards it is
 * the family's own, and lives and ends with it. What was taken from the client since is in neither.
 */
export function grantStorage(waiting: Adapter, families: Families, clients: Pick<Clients, 'find'>): Adapter {
  async function granted(id: string): Promise<AdapterPayload | undefined> {
    const state = stateOf(currentRequest());
    const family = state.family?.id === id ? state.family : await families.get(id);
    if (!family) return (await waiting.find(id)) ?? undefined;
    if (!families.lives(family)) return undefined;
    return {
      kind: 'Grant',
      jti: id,
      accountId: family.account,
      clientId: family.client,
      iat: family.createdAt,
      exp: family.endsAt,
      ...(family.grant as Partial<AdapterPayload>),
    };
  }

  return {
    ...waiting,
    async find(id) {
      const grant = await granted(id);
      const client = grant?.clientId === undefined ? undefined : await clients.find(grant.clientId);
      return grant && client && withinClient(grant, client);
    },
    // The engine ends a grant when a code or a refresh token comes twice, or a token is revoked: one step, on the family.
    async destroy(id) {
      const ctx = currentRequest();
      const { client, params, route } = ctx.oidc;
      const { refresh_token: token, grant_type: grantType } = params ?? {};
      const { origin, family } = stateOf(ctx);
      // The API that an access token is for: unlike an app that signs out, the app has not heard of it.
      const byAnother = route === 'revocation' && client && family?.id === id && family.client !== client.clientId;
      await families.end(id, byAnother ? 'ended_by_api' : reasonFor(route, grantType), {
        origin,
        ...(byAnother && { by: client.clientId }),
        presented: typeof token === 'string' ? (await families.read(token))?.generation : undefined,
      });
    },
  };
}

/**
 * A grant without the scopes and claims of OpenID Connect that an admin has taken from the client since it was given:
 * else they would be good for as long as the app stays signed in. Those of APIs are looked at where tokens are made.
 */
function withinClient(grant: AdapterPayload, client: Parameters<typeof oidcScopesOf>[0]): AdapterPayload {
  const { openid: { scope, claims } = {} } = grant as {
    readonly openid?: { readonly scope?: string; readonly claims?: string[] };
  };
  const allowed = new Set<string>(oidcScopesOf(client));
  const openid = {
    ...(scope !== undefined && {
      scope: scope
        .split(' ')
        .filter((one) => allowed.has(one))
        .join(' '),
    }),
    ...(claims && { claims: claimsWithin(client, claims) }),
  };
  return { ...grant, ...(Object.keys(openid).length > 0 && { openid }) };
}

function reasonFor(route: string, grantType: unknown): EndReason {
  if (route !== 'token') return 'token_revoked';
  return grantType === 'authorization_code' ? 'code_replayed' : 'token_reused';
}
