import { timingSafeEqual } from 'node:crypto';
import { errors, type Adapter } from 'oidc-provider';
import type { Store } from '../../../adapters/store.ts';
import type { Digest } from '../../keys/index.ts';

/** A used request is remembered as long as a sign-in that it began may take, in seconds. */
const usedFor = 24 * 3600;

/** How a pushed request is found. */
export interface PushedRequestIds {
  /** The key of a request under its own id, or under what `lookUpOf` made of its key. */
  keyOf(id: string): string;
  /** What stands for the id where only the key was kept. Made with a key of ours: nobody can send it. */
  lookUpOf(key: string): string;
}

/** @param hash keyed hash of an id */
export function pushedRequestIds(digest: Digest, hash: (id: string) => string): PushedRequestIds {
  const seal = (key: string): Buffer => Buffer.from(digest('pushed-request', key));
  return {
    keyOf(id) {
      const [key = '', given = ''] = id.split('.');
      const sealed = Buffer.from(given);
      const expected = seal(key);
      return sealed.length === expected.length && timingSafeEqual(sealed, expected) ? key : hash(id);
    },
    lookUpOf: (key) => `${key}.${seal(key).toString()}`,
  };
}

/**
 * Pushed authorization requests (RFC 9126): each is good for one authorization (§7.3), decided by one put-if-absent.
 *
 * The marks may be lost, and the requests not, when a store is set back by some seconds. What was pushed before its
 * present run began is refused, because it may have been used; the app pushes another one.
 */
export function pushedRequestStorage(
  stored: Adapter,
  { ephemera, ephemeraRun }: Pick<Store, 'ephemera' | 'ephemeraRun'>,
  { keyOf }: PushedRequestIds,
): Adapter {
  return {
    ...stored,
    async consume(id) {
      const [request, isFirst] = await Promise.all([
        stored.find(id),
        ephemera.putIfAbsent('used-request', keyOf(id), '1', usedFor),
      ]);
      // Asked after the mark was put: a loss at any moment before is then seen.
      const { since } = await ephemeraRun();
      if (isFirst && (request?.iat ?? 0) > since) return;
      throw new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
    },
  };
}
