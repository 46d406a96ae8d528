/** The first steps of all paths that are answered. */
export const routes: ReadonlySet<string> = new Set([
  '.well-known',
  'account',
  'api',
  'assets',
  'authorize',
  'confirm-address',
  'health',
  'interaction',
  'introspect',
  'invitation',
  'jwks',
  'letter',
  'not-me',
  'outbox',
  'par',
  'recover',
  'revoke',
  'session',
  'token',
  'stop-reset',
  'userinfo',
]);

export const grantTypes: ReadonlySet<string> = new Set(['authorization_code', 'refresh_token', 'client_credentials']);

/** Why things are refused: the error codes of OAuth 2 and OpenID Connect, and ours; what a rule of a client does. */
export const refusals: ReadonlySet<string> = new Set([
  'access_denied',
  'account',
  'account_selection_required',
  'address',
  'banned',
  'conflict',
  'consent_required',
  'device',
  'everybody',
  'expired',
  'forbidden',
  'foreign-form',
  'insufficient_scope',
  'interaction_required',
  'invalid_client',
  'invalid_dpop_proof',
  'invalid_grant',
  'invalid_redirect_uri',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'invalid_token',
  'login_required',
  'network',
  'not_found',
  'pair',
  'revoke',
  'server_error',
  'step-up',
  'temporarily_unavailable',
  'too-many',
  'too_large',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_media_type',
  'unsupported_response_type',
  'wrong',
]);

/** Why what goes out to others was given up. */
export const deliveryFailures: ReadonlySet<string> = new Set([
  'address_refused',
  'cut_off',
  'failed',
  'http_1xx',
  'http_2xx',
  'http_3xx',
  'http_4xx',
  'http_5xx',
  'mail_server',
  'refused',
  'service',
  'timeout',
  'too_late',
  'too_many_messages',
  'turned_off',
  'unreachable',
]);

/** Why sign-ins of apps end. */
export const endings: ReadonlySet<string> = new Set([
  'account_disabled',
  'client_removed',
  'code_replayed',
  'device_refused',
  'disconnected',
  'ended_by_admin',
  'ended_by_api',
  'ended_by_app',
  'ended_by_owner',
  'expired',
  'key_dropped',
  'password_changed',
  'rule_violated',
  'session_expired',
  'signed_out',
  'signed_out_everywhere',
  'store_went_back',
  'superseded',
  'token_reused',
  'token_revoked',
  'too_many_devices',
]);

/** A status by its class: which one it is, the other side decides. */
export const byClass = (reason: unknown): unknown =>
  typeof reason === 'string' ? reason.replace(/^(http_[1-5])\d\d$/, '$1xx') : reason;

/** Keeps a label's values a fixed set: else anybody could fill the memory with values of their choice. */
export const known = (values: ReadonlySet<string>, value: unknown): string =>
  typeof value === 'string' && values.has(value) ? value : 'other';
