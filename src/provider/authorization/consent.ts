import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { Asked, Consents } from '../../consents/index.ts';
import type { Clock } from '../../clock.ts';
import { claimsWithin } from '../claims.ts';
import type { EngineClients } from '../overrides/clients.ts';
import { stateOf } from '../request.ts';

/** What an authorization request asks for, apart by OIDC and API. */
export function askedBy(ctx: KoaContextWithOIDC): Asked {
  const { oidc } = ctx;
  const resources = Object.entries(oidc.resourceServers ?? {}).map(
    ([resource, server]) =>
      [resource, [...oidc.requestParamScopes].filter((scope) => scopesOf(server.scope).has(scope))] as const,
  );
  return {
    scopes: [...oidc.requestParamOIDCScopes],
    claims: [...oidc.requestParamClaims],
    resources: Object.fromEntries(resources),
  };
}

const scopesOf = (scope: string | undefined): Set<string> => new Set(scope?.split(' '));

/** What of a request is allowed already. */
const covered = (asked: Asked, allowed: Asked): Asked => ({
  scopes: asked.scopes.filter((scope) => allowed.scopes.includes(scope)),
  claims: asked.claims.filter((claim) => allowed.claims.includes(claim)),
  resources: Object.fromEntries(
    Object.entries(asked.resources).map(([resource, scopes]) => [
      resource,
      scopes.filter((scope) => allowed.resources[resource]?.includes(scope)),
    ]),
  ),
});

/**
 * The engine's `loadExistingGrant`: a new grant for each request, of what is asked and allowed. A first-party client is
 * allowed all that it is registered for; any other what the account consented to. Nothing else the account ever allowed
 * the client comes along (one grant, one family).
 */
export function loadGrant(consents: Consents, clients: EngineClients, clock: Clock) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, account, provider } = ctx.oidc;
    if (!client || !account) return undefined;
    const asked = askedBy(ctx);
    const record = clients.recordOf(client);
    const within = claimsWithin(record, asked.claims);
    stateOf(ctx).allowedAt = clock.now();
    const consent = record.firstParty ? asked : await consents.find(account.accountId, record);
    const grant = newGrant(provider, { accountId: account.accountId, clientId: client.clientId });
    // Decided already, for whatever the person may say: nobody is asked about these.
    const outside = asked.claims.filter((claim) => !within.includes(claim));
    if (outside.length > 0) grant.rejectOIDCClaims(outside);
    return consent ? fill(grant, covered({ ...asked, claims: within }, consent)) : grant;
  };
}

/** A grant of the engine's. */
export function newGrant(provider: unknown, owner: { readonly accountId: string; readonly clientId: string }): Grant {
  const { Grant: Model } = provider as { Grant: new (properties: object) => Grant };
  return new Model({ ...owner });
}

function fill(grant: Grant, { scopes, claims, resources }: Asked): Grant {
  if (scopes.length > 0) grant.addOIDCScope([...scopes]);
  if (claims.length > 0) grant.addOIDCClaims([...claims]);
  for (const [resource, granted] of Object.entries(resources)) {
    if (granted.length > 0) grant.addResourceScope(resource, [...granted]);
  }
  return grant;
}
