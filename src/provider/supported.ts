import type { Configuration } from 'oidc-provider';
import { claimsByScope } from '../accounts/index.ts';
import { oidcScopes } from '../clients/index.ts';
import { authenticationLevels } from '../factors/index.ts';
import { signingAlgorithms } from '../keys/index.ts';
import { proofAlgorithms } from './tokens/possession.ts';

/** Of every ID token: how and when the person proved who they are (OIDC Core §2). */
const aboutTheSignIn = ['acr', 'amr', 'auth_time'] as const;

/** What of OAuth 2 and OpenID Connect there is here, for whichever client: nearly all of it is told by discovery. */
export const supported = (): Configuration => ({
  responseTypes: ['code'],
  scopes: [...oidcScopes],
  // Initiating User Registration via OpenID Connect 1.0 §4: what `prompt` may be.
  discovery: { prompt_values_supported: ['none', 'create', 'select_account', 'login', 'consent'] },
  claims: {
    ...Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
    openid: ['sub', ...aboutTheSignIn],
  },
  acrValues: [...authenticationLevels],
  subjectTypes: ['public', 'pairwise'],
  clientDefaults: {
    response_types: ['code'],
    grant_types: ['authorization_code'],
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: 'client_secret_basic',
  },
  clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  enabledJWA: {
    idTokenSigningAlgValues: [...signingAlgorithms],
    userinfoSigningAlgValues: [...signingAlgorithms],
    clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
    dPoPSigningAlgValues: [...proofAlgorithms],
  },
});
