import { errors } from 'oidc-provider';
import { StoreUnavailable } from '../../adapters/store.ts';
import { Refused } from '../errors.ts';

/**
 * The engine's own form of a refusal, so that it answers it by the rules of the endpoint. What it does not know stays
 * as it is: the engine answers 500 and the log has the rest.
 */
export function engineError(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return unavailable(error);
  if (!(error instanceof Refused)) return error;
  switch (error.code) {
    case 'invalid_grant':
      return new errors.InvalidGrant({ detail: error.message, cause: error });
    case 'temporarily_unavailable':
      return unavailable(error);
    case 'access_denied':
    case 'interaction_required':
      return refusal(error, 400);
    default:
      return refusal(error, error.status);
  }
}

/** In words that the app's people may read. At the token endpoint a refusal is a 400 (RFC 6749 §5.2). */
const refusal = (error: Refused, statusCode: number): errors.OIDCProviderError =>
  Object.assign(new errors.CustomOIDCProviderError(error.code, error.message), { statusCode, cause: error });

/** 503: the outcome is not known, and the client may try again (never `invalid_grant`, which it would take as final). */
function unavailable(cause: Error): errors.OIDCProviderError {
  const error = new errors.OIDCProviderError(503, 'temporarily_unavailable', { cause });
  error.expose = true;
  error.error_description = 'the service is not available now, try again in a moment';
  return error;
}

/** Runs a step of ours inside the engine. */
export async function asEngineStep<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw engineError(error);
  }
}
