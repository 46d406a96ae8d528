import { errors, type Adapter } from 'oidc-provider';
import type { Ephemera } from '../../../adapters/store.ts';

/** A used request is remembered as long as a sign-in that it began may take, in seconds. */
const usedFor = 24 * 3600;

/** Pushed authorization requests (RFC 9126): each is good for one authorization (§7.3), decided by one put-if-absent. */
export function pushedRequestStorage(stored: Adapter, ephemera: Ephemera, hash: (id: string) => string): Adapter {
  return {
    ...stored,
    async consume(id) {
      if (await ephemera.putIfAbsent('used-request', hash(id), '1', usedFor)) return;
      throw new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
    },
  };
}
