import type { Context } from 'koa';
import type { AdapterPayload } from 'oidc-provider';
import { Unproven, type Engine } from '../../provider/index.ts';

/** How a token came (RFC 6750 §2.1), or is to come: with a proof of its key (RFC 9449 §7.1). */
export type Scheme = 'Bearer' | 'DPoP';

type RefusalCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'insufficient_scope'
  | 'insufficient_user_authentication';

/** A refusal of RFC 6750 §3.1, RFC 9449 §7.1 or RFC 9470 §3, or of the request as such. */
export class TokenRefused extends Error {
  readonly status: number;
  /** Absent where no token came: then nothing is said about one. */
  readonly code: RefusalCode | undefined;
  readonly scheme: Scheme;
  readonly scope: string | undefined;
  /** What the sign-in is to reach (RFC 9470 §3). */
  readonly acrValues: string | undefined;

  constructor(
    status: number,
    code: RefusalCode | undefined,
    message: string,
    {
      scheme = 'Bearer',
      scope,
      acrValues,
      cause,
    }: { scheme?: Scheme; scope?: string; acrValues?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'TokenRefused';
    this.status = status;
    this.code = code;
    this.scheme = scheme;
    this.scope = scope;
    this.acrValues = acrValues;
  }
}

/** A token as a request brings it. */
export interface Presented {
  readonly scheme: Scheme;
  readonly token: string;
}

/**
 * The token of a request (RFC 6750 §2.1, RFC 9449 §7.1). Only the header is looked at: addresses are logged, and a form
 * needs no script (RFC 6750 §5.3).
 * @throws {TokenRefused}
 */
export function tokenIn(ctx: Context): Presented {
  const header = ctx.get('authorization');
  if (header === '') throw new TokenRefused(401, undefined, 'a token is needed');
  const [, name = '', token = ''] = /^(Bearer|DPoP) ([A-Za-z0-9._~+/-]+=*)$/i.exec(header) ?? [];
  if (token === '' || token.length > 10_000) {
    throw new TokenRefused(
      400,
      'invalid_request',
      'the header must be: Authorization: Bearer <token>, or DPoP <token>',
    );
  }
  const scheme = name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer';
  if (scheme === 'Bearer' && ctx.get('dpop') !== '') {
    throw new TokenRefused(400, 'invalid_request', 'with a proof the header must be: Authorization: DPoP <token>');
  }
  return { scheme, token };
}

/** One that was never good, is no more, or is not for whoever comes with it. */
export const notGood = ({ scheme }: Presented, message = 'the token is not good'): TokenRefused =>
  new TokenRefused(401, 'invalid_token', message, { scheme });

export const withoutScope = ({ scheme }: Presented, scope: string, whose = 'the token'): TokenRefused =>
  new TokenRefused(403, 'insufficient_scope', `${whose} does not have the scope ${scope}`, { scheme, scope });

/** Of a sign-in that has not proven what is asked for: the app asks for one that does (RFC 9470 §3, §4). */
export const withoutLevel = ({ scheme }: Presented, acrValues: string): TokenRefused =>
  new TokenRefused(401, 'insufficient_user_authentication', 'a second factor is needed', { scheme, acrValues });

/**
 * Makes sure that a token that lives may be used for this request: it is for this API, comes from who holds its key where
 * it is bound to one, and has the scope.
 * @param needed.api the resource indicator of this API
 * @throws {TokenRefused} {StoreUnavailable}
 */
export async function requireUse(
  ctx: Context,
  presented: Presented,
  payload: AdapterPayload,
  {
    api,
    scope,
    requireKey,
  }: { readonly api: string; readonly scope: string; readonly requireKey: Engine['requireKey'] },
): Promise<void> {
  const { scheme, token } = presented;
  if (payload.aud !== api) throw notGood(presented, 'the token is for another API');
  // A bound token as a mere bearer token would be anybody's, and so would a scheme be that promises what is not there.
  if ((payload['jkt'] !== undefined) !== (scheme === 'DPoP')) {
    const [message, right] =
      scheme === 'DPoP'
        ? (['the token is bound to no DPoP key: send it as Bearer', 'Bearer'] as const)
        : (['the token is bound to a key: send it as DPoP, with a proof', 'DPoP'] as const);
    throw new TokenRefused(401, 'invalid_token', message, { scheme: right });
  }
  await requireKey(ctx, token, payload).catch((cause: unknown) => {
    throw cause instanceof Unproven ? new TokenRefused(401, cause.code, cause.message, { scheme, cause }) : cause;
  });
  if (!payload.scope?.split(' ').includes(scope)) throw withoutScope(presented, scope);
}
