/** The first steps of all paths that are answered. */
export const routes: ReadonlySet<string> = new Set([
  '.well-known',
  'assets',
  'authorize',
  'health',
  'interaction',
  'introspect',
  'jwks',
  'letter',
  'outbox',
  'revoke',
  'session',
  'sign-up',
  'token',
  'userinfo',
]);

export const grantTypes: ReadonlySet<string> = new Set(['authorization_code', 'refresh_token', 'client_credentials']);

/** Why things are refused: the error codes of OAuth 2 and OpenID Connect, and ours. */
export const refusals: ReadonlySet<string> = new Set([
  'access_denied',
  'account_selection_required',
  'conflict',
  'consent_required',
  'expired',
  'forbidden',
  'foreign-form',
  'insufficient_scope',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_redirect_uri',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'invalid_token',
  'login_required',
  'not_found',
  'server_error',
  'temporarily_unavailable',
  'too-many',
  'too_large',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_media_type',
  'unsupported_response_type',
  'wrong',
]);

/** Keeps a label's values a fixed set: else anybody could fill the memory with values of their choice. */
export const known = (values: ReadonlySet<string>, value: unknown): string =>
  typeof value === 'string' && values.has(value) ? value : 'other';
