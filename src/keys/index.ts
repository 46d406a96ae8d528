/**
 * What no database holds: master keys, and everything that is only good with them. Stores keep keyed hashes and sealed
 * boxes; whoever takes them can sign in as nobody.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { Documents } from '../../adapters/store.ts';
import type { Clock } from '../clock.ts';
import { createCredentials, type Credentials } from './credential.ts';
import { openKeyring, type Key, type Purpose } from './keyring.ts';
import type { Ring } from './master.ts';
import { privateJwk } from './signing.ts';

export { keyCollection } from './keyring.ts';
export { parseMasterKeys, ringInDirectory, type MasterKey, type Ring } from './master.ts';
export { signingAlgorithms, type SigningAlgorithm } from './signing.ts';
export type { CredentialKind, Credentials, Pointer } from './credential.ts';

/** The keyed hash under which an id or a secret is stored: HMAC-SHA-256 over purpose and value, 43 characters. */
export type Digest = (purpose: string, value: string) => string;

export interface Keys {
  readonly digest: Digest;
  readonly credentials: Credentials;
  /** Peppers for passwords, the current one first. */
  readonly peppers: readonly { readonly id: string; readonly secret: Buffer }[];
  /** Keys that sign the engine's short-lived cookies, the current one first. */
  readonly cookieKeys: readonly string[];
  /** Private signing keys as JWKs, for the engine alone. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

/**
 * Opens the keys of an installation, making them at its first start.
 * @throws Error when a configured master key does not open what the store holds
 */
export async function openKeys(options: {
  readonly documents: Documents;
  readonly ring: Ring;
  readonly issuer: string;
  readonly clock: Clock;
}): Promise<Keys> {
  const { documents, ring, issuer, clock } = options;
  const keyring = await openKeyring(documents, ring, clock);
  const of = (purpose: Purpose): Key[] => keyring.filter((key) => key.purpose === purpose);
  const [digestRecord] = of('digest');
  if (!digestRecord) throw new Error('the store has no digest key');
  // Made a key once: from bytes, each HMAC would make it again, at eight times the cost.
  const digestKey = createSecretKey(digestRecord.secret);

  return {
    digest: (purpose, value) => createHmac('sha256', digestKey).update(`${purpose}\0${value}`).digest('base64url'),
    credentials: createCredentials(of('mac'), issuer, ring.epoch),
    peppers: of('pepper'),
    cookieKeys: of('cookie').map(({ secret }) => secret.toString('base64url')),
    jwks: { keys: await Promise.all(of('signing').map((key) => privateJwk(key.secret, key.algorithm ?? 'ES256'))) },
  };
}
