import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { MasterKey } from './master.ts';

/** Something encrypted under a master key, as it is stored. */
export interface Sealed {
  readonly master: string;
  /** base64url of nonce (12 bytes), tag (16 bytes) and ciphertext. */
  readonly box: string;
}

const derived = (master: MasterKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master.key, Buffer.alloc(0), purpose, 32));

const encryptionKey = (master: MasterKey): Buffer => derived(master, 'postern/seal/aes-256-gcm');

/** Authenticates a file that leaves the installation: only who has the master key can have written it. */
export const fileAuthentication = (master: MasterKey): ReturnType<typeof createHmac> =>
  createHmac('sha256', derived(master, 'postern/file/hmac-sha-256'));

/**
 * Encrypts with AES-256-GCM under the current master key (NIST SP 800-38D).
 * @param record names the record that the secret belongs to: a box moved to another record does not open.
 */
export function seal(masters: readonly [MasterKey, ...MasterKey[]], record: string, secret: Buffer): Sealed {
  const [current] = masters;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(current), nonce).setAAD(Buffer.from(record));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { master: current.id, box: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url') };
}

/**
 * Opens what `seal` made.
 * @throws Error when the master key is not in the ring, or the box is not this record's.
 */
export function unseal(masters: readonly MasterKey[], record: string, { master, box }: Sealed): Buffer {
  const key = masters.find(({ id }) => id === master);
  if (!key) {
    throw new Error(
      `the store was sealed with master key "${master}", which is not configured: add it to the setting masterKey`,
    );
  }
  const bytes = Buffer.from(box, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', encryptionKey(key), bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(Buffer.from(record))
    .setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  } catch (cause) {
    throw new Error(`master key "${master}" does not open what is sealed for ${record}`, { cause });
  }
}
