import { errors, type AuthorizationCode, type KoaContextWithOIDC } from 'oidc-provider';
import type Provider from 'oidc-provider';
import validateDpop, { checkDpopReplay } from 'oidc-provider/lib/helpers/validate_dpop.js';
import type { Sender } from '../../tokens/index.ts';
import { stateOf } from '../request.ts';

/**
 * Refuses a redemption by its key. The engine would do so once the code is used up: whoever has no tokens by it would have
 * signed out another device, and who holds the key would come as the second one, and end the sign-in (RFC 9449 §10).
 * @param code `dpopJkt` is the thumbprint of the key that the app named when it asked for the code
 */
export async function requireCodeKey(
  provider: Provider,
  ctx: KoaContextWithOIDC,
  { dpopJkt }: Pick<AuthorizationCode, 'dpopJkt'>,
): Promise<void> {
  const proof = await validateDpop(provider, ctx);
  if (dpopJkt !== undefined && proof?.thumbprint !== dpopJkt) {
    throw new errors.InvalidGrant({ detail: 'no DPoP proof of the key that the code is bound to' });
  }
  refuseTwoKeys(ctx);
}

/**
 * Uses up the proof that comes with a code, which is good once. Before the code is: else a proof that was used, or that
 * nobody knows of whether it was, would cost the app its code. The engine does it once more, and is told that it is done.
 */
export async function useCodeProof(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  const proof = await validateDpop(provider, ctx);
  if (!proof) return;
  await checkDpopReplay(provider, ctx, proof, ctx.oidc.client?.clientId ?? '');
  stateOf(ctx).usedProof = proof.jti;
}

/**
 * No token is bound to a certificate and a DPoP key at once: the engine says so when it makes one, which is too late.
 * @param sender of the family that is refreshed
 */
export function refuseTwoKeys(ctx: KoaContextWithOIDC, { x5t }: Pick<Sender, 'x5t'> = {}): void {
  const needsCertificate = x5t !== undefined || ctx.oidc.client?.tlsClientCertificateBoundAccessTokens === true;
  if (needsCertificate && ctx.get('DPoP') !== '') {
    throw new errors.InvalidRequest('multiple proof-of-possession mechanisms are not allowed');
  }
}
