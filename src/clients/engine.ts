import type { ClientMetadata } from 'oidc-provider';
import type { Client } from './client.ts';
import { kinds } from './kinds.ts';
import { oidcScopesOf } from './scopes.ts';

/**
 * A client in the engine's words (OpenID Connect Dynamic Client Registration 1.0 §2).
 *
 * No secret and no hash of one is in it: the engine compares secrets by asking us. Where its schema insists on a
 * `client_secret`, whoever passes this on puts a fresh random value there.
 */
export function engineMetadata(client: Client): ClientMetadata & { readonly client_id: string } {
  const { people, applicationType, grantTypes } = kinds[client.kind];
  return {
    client_id: client.id,
    client_name: client.name,
    application_type: applicationType,
    grant_types: [...grantTypes],
    response_types: people ? ['code'] : [],
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    token_endpoint_auth_method: client.authMethod,
    id_token_signed_response_alg: client.idTokenSigningAlg,
    ...(client.senderConstrained === 'dpop' && { dpop_bound_access_tokens: true }),
    ...(client.senderConstrained === 'mtls' && { tls_client_certificate_bound_access_tokens: true }),
    subject_type: client.pairwise ? 'pairwise' : 'public',
    // The engine takes an empty one for "all of them"; `openid` is always in it.
    scope: oidcScopesOf(people ? client : { scopes: [] }).join(' '),
    // Never fetched: only its host is used, and an admin has said it.
    ...(client.sector !== undefined && { sector_identifier_uri: `https://${client.sector}/` }),
    ...(client.jwks && {
      jwks: { keys: client.jwks.keys.map((key) => ({ ...key })) },
    }),
    ...(client.jwksUri !== undefined && { jwks_uri: client.jwksUri }),
    ...(client.homepage !== undefined && { client_uri: client.homepage }),
    ...(client.logo !== undefined && { logo_uri: client.logo }),
    ...(client.privacyUrl !== undefined && { policy_uri: client.privacyUrl }),
    ...(client.termsUrl !== undefined && { tos_uri: client.termsUrl }),
    ...(client.backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: client.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
  };
}
