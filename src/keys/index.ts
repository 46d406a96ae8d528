/**
 * What no database holds: master keys, and everything that is only good with them. Stores keep keyed hashes and sealed
 * boxes; whoever takes them can sign in as nobody.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { createCredentials, type Credentials } from './credential.ts';
import { createDropping } from './drop.ts';
import { livingEngineKeys, type EngineKeys } from './engine-keys.ts';
import { keyInfo } from './info.ts';
import { openKeyring, type Keyring } from './keyring.ts';
import type { Ring } from './master.ts';
import { livingPeppers, type Peppers } from './peppers.ts';
import { activeOf } from './phase.ts';
import { resealAll } from './reseal.ts';
import { createRotation, type Schedule } from './rotation.ts';
import { seal, unseal, type Sealed } from './seal.ts';

export { beginRestore, epochCollection, finishRestore, holdEpoch, leastEpoch, requireEpoch } from './epoch.ts';
export { keyCollection, requireOpens, type KeyRecord } from './record.ts';
export { fileAuthentication, type Sealed } from './seal.ts';
export { existingRing, parseMasterKeys, raiseEpoch, ringInDirectory, type MasterKey, type Ring } from './master.ts';
export { rotatable, type Rotatable, type Schedule } from './rotation.ts';
export { signingAlgorithms, type SigningAlgorithm } from './signing.ts';
export type { EngineKeys } from './engine-keys.ts';
export type { Pepper, Peppers } from './peppers.ts';
export type { KeyInfo } from './info.ts';
export type { CredentialKind, Credentials, Pointer } from './credential.ts';

/** The keyed hash under which an id or a secret is stored: HMAC-SHA-256 over purpose and value, 43 characters. */
export type Digest = (purpose: string, value: string) => string;

export interface Keys extends Pick<Keyring, 'fresh'> {
  /** The same for ever. */
  readonly digest: Digest;
  /** What sessions and families are made in: those of another epoch do not live. */
  readonly epoch: number;
  readonly credentials: Credentials;
  readonly peppers: Peppers;
  /** Keeps a secret that must be read again soon; `place` names what it belongs to, and it opens there alone. */
  readonly boxes: Boxes;
  /** What an engine of now is made with: another object once that has changed. */
  engineKeys(): EngineKeys;
  /** Whether a signing key is shown at /jwks now. */
  isPublished(kid: unknown): boolean;
  /** The public part of a signing key that is shown now. One that this node has not seen is looked for. @throws {StoreUnavailable} */
  publishedKey(kid: unknown): Promise<JWK | undefined>;
  readonly rotation: Rotation;
}

export interface Boxes {
  seal(place: string, secret: string): Sealed;
  /** @throws Error when the master key is not in the ring any more, or the box is not of this place */
  open(place: string, sealed: Sealed): string;
}

/** How keys follow each other, and who looks after them. */
export type Rotation = ReturnType<typeof createRotation> &
  ReturnType<typeof createDropping> &
  Pick<ReturnType<typeof keyInfo>, 'list'> & { reseal(): Promise<string[]> };

/**
 * Opens the keys of an installation, making them at its first start.
 * @throws Error when a configured master key does not open what the store holds
 * @throws {StoreRefused} when the store was restored and may not be run as it is
 */
export async function openKeys(options: {
  readonly documents: Documents;
  readonly ring: Ring;
  readonly issuer: string;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly schedule: Schedule;
  readonly warn: (message: string) => void;
}): Promise<Keys> {
  const { ring, issuer, clock } = options;
  const keyring = await openKeyring(options);
  // Made a key once: from bytes, each HMAC would make it again, at eight times the cost.
  const digestKey = createSecretKey(activeOf({ purpose: 'digest' }, keyring.keys, clock.now()).secret);

  return {
    digest: (purpose, value) => createHmac('sha256', digestKey).update(`${purpose}\0${value}`).digest('base64url'),
    epoch: ring.epoch,
    credentials: createCredentials({ keyring, clock, issuer, epoch: ring.epoch }),
    peppers: livingPeppers(keyring, clock),
    boxes: {
      seal: (place, secret) => seal(ring.masters, place, Buffer.from(secret)),
      open: (place, sealed) => unseal(ring.masters, place, sealed).toString(),
    },
    fresh: () => keyring.fresh(),
    ...livingEngineKeys(keyring, clock),
    rotation: {
      ...createRotation({ ...options, keyring }),
      ...createDropping({ ...options, keyring }),
      list: () => keyInfo(options.documents, keyring, clock).list(),
      reseal: () => resealAll({ ...options, keyring }),
    },
  };
}
