import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A key that requests prove to have (RFC 9449). */
export interface ProofKey {
  /**
   * A proof for one request.
   * @param now seconds since the epoch
   * @param token the access token that goes with it, at a resource
   */
  prove(method: string, url: string, now: number, token?: string): Promise<string>;
}

export async function proofKey(): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return {
    prove: (htm, htu, iat, token) =>
      new SignJWT({
        htm,
        htu,
        jti: randomUUID(),
        iat,
        ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .sign(privateKey),
  };
}
