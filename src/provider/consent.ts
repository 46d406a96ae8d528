import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { interactionPolicy } from 'oidc-provider';
import { scopesOfClaims } from '../accounts/index.ts';
import { oidcScopesOf } from '../clients/index.ts';
import type { Asked, Consents } from '../consents/index.ts';
import type { Clock } from '../clock.ts';
import type { EngineClients } from './overrides/clients.ts';
import { stateOf } from './request.ts';

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

/**
 * Of claims that are asked one by one, those that a client may have: what is in none of its scopes does not come by the
 * claims parameter (OIDC Core §5.5) either.
 */
export function claimsWithin(client: Parameters<typeof oidcScopesOf>[0], claims: readonly string[]): string[] {
  const scopes: readonly string[] = oidcScopesOf(client);
  return claims.filter((claim) => {
    const owners = scopesOfClaims([claim]);
    return owners.length === 0 || owners.some((scope) => scopes.includes(scope));
  });
}

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

/**
 * A session whose account was suspended while this request was under way counts as none. The engine looks for the
 * account only after it has found the session, and would go on without either account or grant, to a 500.
 */
const accountIsGone = new interactionPolicy.Check(
  'account_gone',
  'End-User authentication is required',
  'login_required',
  ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
);

/** Whether a native app comes back where any program of the machine could (RFC 8252 §8.6): not at an https address of its own. */
export const canBeImpersonated = (isNative: boolean, redirectUri: unknown): boolean =>
  isNative && !(typeof redirectUri === 'string' && redirectUri.startsWith('https:'));

/**
 * Asks each time where another program could have taken the app's name and address: else it would get tokens silently,
 * on what the person once allowed the real one. An https address that the system has given to the app proves who it is
 * (RFC 8252 §7.2), so the engine's own check, which asks every native app, is not for those.
 */
const nativeClientPrompt = new interactionPolicy.Check(
  'native_client_prompt',
  'native clients require End-User interaction',
  'interaction_required',
  ({ oidc }) =>
    canBeImpersonated(oidc.client?.applicationType === 'native', oidc.params?.['redirect_uri']) &&
    !oidc.result?.consent,
);

/**
 * What is asked of the person, in this order: to sign up (`prompt=create`), which account, to sign in, to consent.
 * @param own what takes the place of the engine's own look at `acr`, for which one level is never as good as another, and
 * at who is asked for, which it takes when a request comes in and never again; and what it has no look at
 */
export function interactionPrompts(own: {
  readonly hintedAccount: interactionPolicy.Check;
  readonly nobodyInPlace: interactionPolicy.Check;
  readonly wantedSubject: interactionPolicy.Check;
  readonly secondFactor: interactionPolicy.Check;
}): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  if (!checks) throw new Error('oidc-provider has no prompt login any more');
  for (const reason of ['id_token_hint', 'claims_id_token_sub_value', 'essential_acrs', 'essential_acr']) {
    const at = checks.findIndex((check) => check.reason === reason);
    if (at < 0) throw new Error(`oidc-provider has no check ${reason} any more`);
    checks.splice(at, 1);
  }
  const consent = policy.get('consent')?.checks;
  const native = consent?.findIndex(({ reason }) => reason === nativeClientPrompt.reason) ?? -1;
  if (native < 0) throw new Error('oidc-provider has no check native_client_prompt any more');
  consent?.splice(native, 1, nativeClientPrompt);
  checks.add(accountIsGone);
  checks.add(own.wantedSubject);
  checks.add(own.secondFactor);
  const whichAccount = [own.hintedAccount, own.nobodyInPlace];
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }, ...whichAccount), 0);
  policy.add(new interactionPolicy.Prompt({ name: 'create', requestable: true }), 0);
  return policy;
}
