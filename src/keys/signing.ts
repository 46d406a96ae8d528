import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';

/** JWS algorithms that Postern signs with (RFC 7518 §3.1, RFC 8037). ES256 is the default. */
export const signingAlgorithms = ['ES256', 'RS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

const generate = promisify(generateKeyPair);

/** Makes a private key for a JWS algorithm. @returns PKCS #8 in DER */
export async function generatePrivateKey(algorithm: SigningAlgorithm): Promise<Buffer> {
  const { privateKey } = await pair(algorithm);
  return privateKey.export({ type: 'pkcs8', format: 'der' });
}

function pair(algorithm: SigningAlgorithm): Promise<{ privateKey: KeyObject }> {
  switch (algorithm) {
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return generate('rsa', { modulusLength: 2048 });
    case 'EdDSA':
      return generate('ed25519');
  }
}

/** A key as JWKs, its id the thumbprint of its public part (RFC 7638). The private one is for the engine alone. */
export async function jwksOf(pkcs8: Buffer, algorithm: SigningAlgorithm): Promise<{ private: JWK; public: JWK }> {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicPart = createPublicKey(key).export({ format: 'jwk' }) as JWK;
  const about = { kid: await calculateJwkThumbprint(publicPart), alg: algorithm, use: 'sig' };
  return { private: { ...(key.export({ format: 'jwk' }) as JWK), ...about }, public: { ...publicPart, ...about } };
}
