import type { Adapter } from 'oidc-provider';
import type { Families } from '../../tokens/index.ts';

/**
 * Authorization codes: random, kept under their keyed hash, and never taken. A code is redeemed by the insert of its
 * family, so whether it was used is asked there (RFC 6749 §4.1.2).
 */
export function codeStorage(stored: Adapter, families: Families, keptFor: number): Adapter {
  return {
    ...stored,
    // Kept beyond its life: a replay must be recognised as one, and end what the first redemption made.
    upsert: (id, payload, expiresIn) => stored.upsert(id, payload, (expiresIn ?? 0) + keptFor),
    async find(id) {
      const [payload, family] = await Promise.all([stored.find(id), families.get(families.idOf(id))]);
      if (!payload) return undefined;
      // A used code is not refused as expired, which would end nothing: the engine goes on to the verifier, and only
      // who passes that ends the family.
      return family ? { ...payload, consumed: true, exp: (payload.exp ?? 0) + keptFor } : payload;
    },
  };
}
