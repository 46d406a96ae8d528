import { errors } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { X509Certificate } from 'node:crypto';
import type { Context } from 'koa';
import validateDpop from 'oidc-provider/lib/helpers/validate_dpop.js';
import type { Clock } from '../../clock.ts';
import { proofWindow, type MarkUse } from '../used-once.ts';

/** JWS algorithms of DPoP proofs that are taken (RFC 9449 §5.1). */
export const proofAlgorithms = ['ES256', 'Ed25519', 'EdDSA'] as const;

/** What an access token says about whom it was given to. */
interface Held {
  readonly clientId?: string | undefined;
  /** Thumbprint of the DPoP key that it is bound to. */
  readonly jkt?: unknown;
  /** Thumbprint of the TLS certificate that it is bound to. */
  readonly 'x5t#S256'?: unknown;
}

/** Why a request does not prove the key that its token is bound to. */
export class Unproven extends Error {
  readonly code: 'invalid_token' | 'invalid_dpop_proof';

  constructor(code: Unproven['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unproven';
    this.code = code;
  }
}

/**
 * Makes sure that a request to an API of Postern's own comes from who holds the key of its token (RFC 9449 §7, RFC 8705
 * §3): as the engine does at its own endpoints, by its own check of the proof.
 *
 * @throws {Unproven} {StoreUnavailable}
 */
export type RequireKey = (ctx: Context, token: string, held: Held) => Promise<void>;

export function createRequireKey(
  provider: Provider,
  options: {
    readonly issuer: string;
    readonly clock: Clock;
    readonly markUse: MarkUse;
    readonly getCertificate: (ctx: Context) => X509Certificate | undefined;
  },
): RequireKey {
  const { issuer, clock, markUse, getCertificate } = options;

  return async (ctx, token, { clientId = '', jkt, 'x5t#S256': x5t }) => {
    if (x5t !== undefined && x5t !== thumbprintOf(getCertificate(ctx))) {
      throw new Unproven('invalid_token', 'the token is bound to a TLS certificate that did not come with it');
    }
    const proof = await proofIn(ctx, token);
    if (proof === undefined && jkt === undefined) return;
    if (proof === undefined) throw new Unproven('invalid_dpop_proof', 'the token needs a proof of its key');
    if (proof.thumbprint !== jkt) throw new Unproven('invalid_token', 'the proof is of another key than the token');
    // Last: only who has the token and its key leaves a mark.
    const { jti, iat } = proof;
    if (await markUse({ issuer: clientId, jti, goodUntil: clock.now() + proofWindow, made: iat })) return;
    throw new Unproven('invalid_dpop_proof', 'the proof was used before');
  };

  async function proofIn(ctx: Context, token: string) {
    // The engine knows its own endpoints only: it is told at which address the proof must be aimed.
    const route = { provider, route: 'api', urlFor: () => `${issuer}${ctx.path}` };
    const request = {
      method: ctx.method,
      oidc: route,
      get: (header: string) => ctx.get(header),
      set: (header: string, value: string) => ctx.set(header, value),
    };
    try {
      return await validateDpop(provider, request, token);
    } catch (error) {
      if (!(error instanceof errors.InvalidDpopProof)) throw error;
      throw new Unproven('invalid_dpop_proof', 'the proof is not one of this request', { cause: error });
    }
  }
}

/** RFC 8705 §3.1. */
const thumbprintOf = (certificate: X509Certificate | undefined): string | undefined =>
  certificate && Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
