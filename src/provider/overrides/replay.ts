import type Provider from 'oidc-provider';
import type { Ephemera } from '../../../adapters/store.ts';
import type { Clock, Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';
import { asEngineStep } from '../failures.ts';
import { override } from './install.ts';

interface ReplayDetection {
  unique(issuer: string, jti: string, expiresAt: Seconds): Promise<boolean>;
}

/**
 * An assertion or a proof is good once (RFC 7523 §3, RFC 9449 §11.1). The engine looks and then writes, which lets two
 * at the same moment pass (GHSA-3p3g-vpw6-4w66): here it is one put-if-absent.
 */
export function refuseReplays(
  provider: Provider,
  { ephemera, digest, clock }: { readonly ephemera: Ephemera; readonly digest: Digest; readonly clock: Clock },
): void {
  const { ReplayDetection: Model } = provider as unknown as { ReplayDetection: ReplayDetection };
  override(Model, 'unique', () => (issuer, jti, expiresAt) => {
    // The mark outlives what it marks by the clock tolerance that a verifier may grant.
    const ttl = Math.max(1, expiresAt - clock.now() + 60);
    return asEngineStep(() => ephemera.putIfAbsent('replay', digest('replay', `${issuer}\0${jti}`), '1', ttl));
  });
}
