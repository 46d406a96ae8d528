/** Every code a refusal can carry. The text beside it is for the client; what only the operator may know is `detail`. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'interaction_required'
  | 'not_found'
  | 'expired'
  | 'conflict'
  | 'forbidden'
  | 'too_large'
  | 'unsupported_media_type'
  | 'method_not_allowed'
  | 'too_many_requests'
  | 'temporarily_unavailable';

const statuses: Record<RefusalCode, number> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  invalid_target: 400,
  access_denied: 403,
  interaction_required: 400,
  not_found: 404,
  expired: 410,
  conflict: 409,
  forbidden: 403,
  too_large: 413,
  unsupported_media_type: 415,
  method_not_allowed: 405,
  too_many_requests: 429,
  temporarily_unavailable: 503,
};

/** A request that is refused: code and text go out, detail goes to the log under the request id. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusalCode,
    message: string,
    detail: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Refused';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return statuses[this.code];
  }
}
