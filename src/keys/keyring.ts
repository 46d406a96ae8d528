import { randomBytes } from 'node:crypto';
import { Duplicate, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Ring } from './master.ts';
import { seal, unseal, type Sealed } from './seal.ts';
import { generatePrivateKey, signingAlgorithms } from './signing.ts';

/** What a key is for. `mac`, `pepper` and `cookie` may have several; `digest` stays, or no stored key would be found. */
export type Purpose = 'mac' | 'digest' | 'pepper' | 'cookie' | 'signing';

/** A key at rest: sealed under a master key, so that the store alone is no key at all. */
interface KeyRecord extends Document {
  readonly purpose: Purpose;
  readonly createdAt: Seconds;
  readonly sealed: Sealed;
  /** Signing keys only: the JWS algorithm. */
  readonly algorithm?: string;
}

export const keyCollection: Collection<KeyRecord> = { name: 'keys' };

/** A key ready for use. */
export interface Key {
  readonly id: string;
  readonly purpose: Purpose;
  readonly createdAt: Seconds;
  readonly secret: Buffer;
  readonly algorithm?: string;
}

/**
 * Opens the keys in the store, making the first ones where there are none. Two nodes starting at once end with the same
 * keys: the first ones have fixed ids, and the slower insert gives way.
 * @returns all keys, newest first within a purpose
 * @throws Error when the store was sealed with a master key that is not in the ring
 */
export async function openKeyring(documents: Documents, ring: Ring, clock: Clock): Promise<readonly Key[]> {
  let records = await documents.find(keyCollection, undefined, { limit: 1000 });
  const missing = firstKeys.filter(({ id }) => !records.some((record) => record.id === id));
  if (missing.length > 0) {
    await Promise.all(
      missing.map(async ({ id, purpose, algorithm, make }) => {
        const sealed = seal(ring.masters, `keys/${id}`, await make());
        const record = { id, purpose, createdAt: clock.now(), sealed, ...(algorithm && { algorithm }) };
        await documents.insert(keyCollection, record).catch((error: unknown) => {
          if (!(error instanceof Duplicate)) throw error;
        });
      }),
    );
    records = await documents.find(keyCollection, undefined, { limit: 1000 });
  }
  return records
    .map(({ id, purpose, createdAt, algorithm, sealed }) => ({
      id,
      purpose,
      createdAt,
      ...(algorithm && { algorithm }),
      secret: unseal(ring.masters, `keys/${id}`, sealed),
    }))
    .sort((a, b) => b.createdAt - a.createdAt);
}

interface FirstKey {
  readonly id: string;
  readonly purpose: Purpose;
  readonly algorithm?: string;
  make(): Buffer | Promise<Buffer>;
}

const random32 = (): Buffer => randomBytes(32);

const firstKeys: readonly FirstKey[] = [
  { id: 'mac-1', purpose: 'mac', make: random32 },
  { id: 'digest-1', purpose: 'digest', make: random32 },
  { id: 'pepper-1', purpose: 'pepper', make: random32 },
  { id: 'cookie-1', purpose: 'cookie', make: random32 },
  ...signingAlgorithms.map((algorithm) => ({
    id: `signing-1-${algorithm.toLowerCase()}`,
    purpose: 'signing' as const,
    algorithm,
    make: () => generatePrivateKey(algorithm),
  })),
];
