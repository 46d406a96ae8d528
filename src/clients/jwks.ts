import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** No lone half of a character: a `kid` with one would not come back from the store as it was. */
const wellFormed = z.string().refine((text) => text.isWellFormed(), { error: 'has half a character in it' });

/** A client's public keys (RFC 7517), for `private_key_jwt`. */
export const PublicKeys = z.strictObject({
  keys: z
    .array(z.record(wellFormed, z.union([wellFormed, z.array(wellFormed)])))
    .min(1)
    .max(20),
});
export type PublicKeys = z.output<typeof PublicKeys>;

/** Members that only a private or a symmetric key has (RFC 7518 §6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const curves = ['P-256', 'P-384', 'P-521', 'Ed25519'];

/** What is wrong with a client's keys; words that complete "it …". */
export function publicKeysProblem({ keys }: PublicKeys): string | undefined {
  for (const [index, key] of keys.entries()) {
    const problem = publicKeyProblem(key);
    if (problem) return `has a key (number ${index + 1}) that ${problem}`;
  }
  return undefined;
}

function publicKeyProblem(key: PublicKeys['keys'][number]): string | undefined {
  if (secretMembers.some((member) => member in key)) return 'is private: give us its public part only';
  if (key.kty !== 'RSA' && key.kty !== 'EC' && key.kty !== 'OKP') return 'is not of type RSA, EC or OKP';
  if (key.kty !== 'RSA' && !curves.includes(String(key.crv))) return `is on none of the curves ${curves.join(', ')}`;
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: key, format: 'jwk' });
    const { modulusLength = 2048 } = asymmetricKeyDetails ?? {};
    return modulusLength < 2048 ? 'is an RSA key of less than 2048 bits' : undefined;
  } catch {
    return 'cannot be read';
  }
}
