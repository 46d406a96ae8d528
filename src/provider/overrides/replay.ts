import { decodeJwt } from 'jose';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type Provider from 'oidc-provider';
import validateDpop from 'oidc-provider/lib/helpers/validate_dpop.js';
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
    const { usedProof, token } = stateOf(ctx);
    if (usedProof === jti) return true;
    const { made, proof } = whatIs(ctx, jti);
    const key = proof ? (await validateDpop(provider, ctx))?.thumbprint : undefined;
    // The engine asks this before it looks at the token's key and generation, and is about to refuse such a one as if it
    // were over: a word about the proof, or a mark on it, would tell whoever has a copy that its sign-in lives.
    if (key && token && (token.isReused || (token.jkt ?? key) !== key)) return true;
    const isNew = await asEngineStep(() => markUse({ issuer, jti, goodUntil, made }));
    // The engine would call it invalid_grant or invalid_token: a request that a network repeats would cost the app its
    // sign-in, which a new proof goes on with (RFC 9449 §5, §7.1). Nobody hears it without the token's key.
    if (!isNew && key && (!token || token.jkt === key)) {
      throw new errors.InvalidDpopProof('the proof was used before: make a new one');
    }
    return isNew;
  });
}

/** Whether this id is of the request's DPoP proof or its assertion, and when that says that it was made. */
function whatIs(
  ctx: KoaContextWithOIDC,
  jti: string,
): { readonly made?: Seconds | undefined; readonly proof: boolean } {
  const assertion = ctx.oidc.params?.['client_assertion'];
  for (const jwt of [assertion, ctx.get('DPoP')]) {
    if (typeof jwt !== 'string' || jwt === '') continue;
    const claims = decodeJwt(jwt);
    if (claims.jti === jti) return { made: claims.iat, proof: jwt !== assertion };
  }
  return { proof: false };
}
