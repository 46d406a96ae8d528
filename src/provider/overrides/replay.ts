import { decodeJwt } from 'jose';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Seconds } from '../../clock.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import type { MarkUse } from '../used-once.ts';
import { override } from './install.ts';

interface ReplayDetection {
  unique(issuer: string, jti: string, expiresAt: Seconds): Promise<boolean>;
}

/** The engine looks and then writes, which lets two at the same moment pass (GHSA-3p3g-vpw6-4w66). */
export function refuseReplays(provider: Provider, markUse: MarkUse): void {
  const { ReplayDetection: Model } = provider as unknown as { ReplayDetection: ReplayDetection };

  override(Model, 'unique', () => async (issuer, jti, goodUntil) => {
    const ctx = currentRequest();
    if (stateOf(ctx).usedProof === jti) return true;
    return asEngineStep(() => markUse({ issuer, jti, goodUntil, made: madeAt(ctx, jti) }));
  });
}

/** When the assertion or proof of this id says that it was made. */
function madeAt(ctx: KoaContextWithOIDC, jti: string): Seconds | undefined {
  const proofs = [ctx.oidc.params?.['client_assertion'], ctx.get('DPoP')];
  for (const proof of proofs) {
    if (typeof proof !== 'string' || proof === '') continue;
    const claims = decodeJwt(proof);
    if (claims.jti === jti) return claims.iat;
  }
  return undefined;
}
