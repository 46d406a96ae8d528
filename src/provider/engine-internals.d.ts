/** Of the engine's own modules, the checks that its public interface does not offer. */
declare module 'oidc-provider/lib/helpers/validate_dpop.js' {
  import type Provider from 'oidc-provider';

  /** What the engine asks of a request when it checks a proof. */
  interface ProvingRequest {
    readonly method: string;
    get(header: string): string;
    set(header: string, value: string): void;
    readonly oidc: { readonly provider: Provider; readonly route: string; urlFor(route: string): string };
  }

  interface Proof {
    readonly thumbprint: string;
    readonly jti: string;
    readonly iat: number;
  }

  /**
   * Checks the DPoP proof of a request (RFC 9449 §4.3), once for each.
   * @returns undefined where there is none
   * @throws errors.InvalidDpopProof
   */
  export default function validateDpop(
    provider: Provider,
    ctx: ProvingRequest,
    accessToken?: string,
  ): Promise<Proof | undefined>;

  /** Marks a proof as used. @throws errors.InvalidDpopProof where it was already: as ours does, about a code */
  export function checkDpopReplay(provider: Provider, ctx: ProvingRequest, proof: Proof, client: string): Promise<void>;
}
