import { decodeJwt } from 'jose';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Store } from '../../../adapters/store.ts';
import type { Clock, Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest } from '../request.ts';
import { override } from './install.ts';

interface ReplayDetection {
  unique(issuer: string, jti: string, expiresAt: Seconds): Promise<boolean>;
}

/** How long a verifier may be off, in seconds: the mark outlives what it marks by that. */
const tolerance: Seconds = 60;

/**
 * An assertion or a proof is good once (RFC 7523 §3, RFC 9449 §11.1). The engine looks and then writes, which lets two
 * at the same moment pass (GHSA-3p3g-vpw6-4w66): here it is one put-if-absent.
 *
 * The marks may be lost with the ephemeral store. What was made before its present run began is refused, because the
 * mark of its first use may be gone. One that does not say when it was made cannot be judged, and is refused too while
 * it could be older than the run.
 */
export function refuseReplays(
  provider: Provider,
  rooms: { readonly store: Pick<Store, 'ephemera' | 'ephemeraRun'>; readonly digest: Digest; readonly clock: Clock },
): void {
  const { store, digest, clock } = rooms;
  const { ReplayDetection: Model } = provider as unknown as { ReplayDetection: ReplayDetection };

  override(
    Model,
    'unique',
    () => (issuer, jti, expiresAt) =>
      asEngineStep(async () => {
        const ttl = Math.max(1, expiresAt - clock.now() + tolerance);
        const key = digest('replay', `${issuer}\0${jti}`);
        if (!(await store.ephemera.putIfAbsent('replay', key, '1', ttl))) return false;
        // Asked after the mark was put: a loss at any moment before is then seen.
        const { since } = await store.ephemeraRun();
        return madeAt(currentRequest(), jti) >= since;
      }),
  );
}

/** When the assertion or proof of this id says that it was made; 0 where it does not. */
function madeAt(ctx: KoaContextWithOIDC, jti: string): Seconds {
  const proofs = [ctx.oidc.params?.['client_assertion'], ctx.get('DPoP')];
  for (const proof of proofs) {
    if (typeof proof !== 'string' || proof === '') continue;
    const claims = decodeJwt(proof);
    if (claims.jti === jti) return claims.iat ?? 0;
  }
  return 0;
}
