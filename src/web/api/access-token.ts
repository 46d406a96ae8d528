import type { Context, Middleware } from 'koa';
import { accountApi } from '../../own-clients.ts';
import { stateOf, Unproven } from '../../provider/index.ts';
import type { Family } from '../../tokens/index.ts';
import type { ApiHost } from './host.ts';

/** How a token came (RFC 6750 §2.1), or is to come: with a proof of its key (RFC 9449 §7.1). */
export type Scheme = 'Bearer' | 'DPoP';

type RefusalCode = 'invalid_request' | 'invalid_token' | 'invalid_dpop_proof' | 'insufficient_scope';

/** A refusal of RFC 6750 §3.1 or RFC 9449 §7.1, or of the request as such. */
export class TokenRefused extends Error {
  readonly status: number;
  /** Absent where no token came: then nothing is said about one. */
  readonly code: RefusalCode | undefined;
  readonly scheme: Scheme;
  readonly scope: string | undefined;

  constructor(
    status: number,
    code: RefusalCode | undefined,
    message: string,
    { scheme = 'Bearer', scope, cause }: { scheme?: Scheme; scope?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'TokenRefused';
    this.status = status;
    this.code = code;
    this.scheme = scheme;
    this.scope = scope;
  }
}

const holders = new WeakMap<Context, Family>();

/** The sign-in whose token the request came with: the account in it is whose devices these are, and nothing else is. */
export function holderOf(ctx: Context): Family {
  const holder = holders.get(ctx);
  if (!holder) throw new Error('a request to the API without a token');
  return holder;
}

/**
 * Takes the request of an app with its user's token (RFC 6750 §2.1, RFC 9449 §7.1): an access token for this API, of a
 * sign-in that lives, with the scope, from who holds its key where it is bound to one. Only the header is looked at:
 * addresses are logged, and a form needs no script (RFC 6750 §5.3).
 */
export function requireScope(host: ApiHost, scope: string): Middleware {
  return async (ctx, next) => {
    const { scheme, token } = tokenIn(ctx);
    const { findAccessToken, requireKey } = await host.engine();
    const { payload, family } = (await findAccessToken(token)) ?? {};
    const good =
      payload && family && payload.clientId === family.client && payload.accountId === family.account
        ? Number(payload.exp) > host.clock.now()
        : false;
    if (!payload || !family || !good) throw new TokenRefused(401, 'invalid_token', 'the token is not good', { scheme });
    stateOf(ctx).family = family;
    await allowOrigin(host, ctx, family.client);
    if (payload.aud !== `${host.issuer}${accountApi.path}`) {
      throw new TokenRefused(401, 'invalid_token', 'the token is for another API', { scheme });
    }
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
    if (!payload.scope?.split(' ').includes(scope)) {
      const message = `the token does not have the scope ${scope}`;
      throw new TokenRefused(403, 'insufficient_scope', message, { scheme, scope });
    }
    holders.set(ctx, family);
    await next();
  };
}

/** @throws {TokenRefused} */
function tokenIn(ctx: Context): { readonly scheme: Scheme; readonly token: string } {
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

/** A script of another origin than the app's own reads nothing, whatever token it has got hold of. */
async function allowOrigin({ clients }: ApiHost, ctx: Context, id: string): Promise<void> {
  const origin = ctx.get('origin');
  if (origin === '' || (await clients.find(id))?.origins.includes(origin)) return;
  ctx.remove('Access-Control-Allow-Origin');
  throw new TokenRefused(400, 'invalid_request', 'the origin is not one of the app');
}
