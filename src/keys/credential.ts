import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { StoreUnavailable } from '../../adapters/store.ts';
import type { Clock } from '../clock.ts';
import type { Keyring } from './keyring.ts';
import { activeOf } from './phase.ts';
import type { Key } from './record.ts';

/**
 * What a credential is for. The kind is covered by the MAC: a refresh token is never a session cookie.
 * The letters are the credential's visible prefix, so that a leaked one is recognised by secret scanners.
 */
export type CredentialKind = 'browser' | 'factor-memory' | 'refresh' | 'session';

const prefixes: Record<CredentialKind, string> = {
  browser: 'pb1',
  'factor-memory': 'pf1',
  refresh: 'pr1',
  session: 'ps1',
};

/** What a valid credential points to. */
export interface Pointer {
  readonly id: string;
  readonly generation: number;
  readonly keyId: string;
}

/**
 * Credentials that point to a record instead of being stored:
 * `prefix.key id.record id.generation.MAC`, the MAC being HMAC-SHA-256 over kind, issuer, epoch, id and generation.
 *
 * The stores hold the record and never the key, so whoever steals them can make no credential; a wrong MAC costs no
 * look-up; and the current credential can be computed again at any time, which is what makes a retry get the same one.
 */
export interface Credentials {
  /** @param keyId the key to use; the current one when left out. @throws Error when that key is gone. */
  mint(kind: CredentialKind, id: string, generation: number, keyId?: string): string;
  /**
   * @returns where the credential points, or undefined when it is not one of ours
   * @throws {StoreUnavailable} when it cannot be said whether it is
   */
  read(kind: CredentialKind, credential: string): Promise<Pointer | undefined>;
  /**
   * Makes sure that this node has a key that a record names: another node may have had it first.
   * @throws {StoreUnavailable} when it cannot be had now: it is there, for a record was made with it
   */
  require(keyId: string): Promise<void>;
  /** Another one after a rotation. */
  readonly currentKeyId: string;
}

const series = { purpose: 'mac' } as const;

export function createCredentials(options: {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly issuer: string;
  readonly epoch: number;
}): Credentials {
  const { keyring, clock, issuer, epoch } = options;
  // Made once a key: from bytes, each HMAC would make it again, at eight times the cost.
  const objects = new WeakMap<Key, KeyObject>();

  function objectOf(key: Key): KeyObject {
    let object = objects.get(key);
    if (!object) objects.set(key, (object = createSecretKey(key.secret)));
    return object;
  }

  const mac = (key: Key, kind: CredentialKind, id: string, generation: number): Buffer =>
    createHmac('sha256', objectOf(key))
      .update(JSON.stringify([kind, issuer, epoch, id, generation]))
      .digest();

  const current = (): Key => activeOf(series, keyring.keys, clock.now());

  return {
    get currentKeyId() {
      return current().id;
    },

    mint(kind, id, generation, keyId) {
      const key = keyId === undefined ? current() : keyring.keys.find((one) => one.id === keyId);
      if (!key) throw new Error(`the key ${keyId} that this record's credentials were made with is gone`);
      return [prefixes[kind], key.id, id, generation, mac(key, kind, id, generation).toString('base64url')].join('.');
    },

    async require(keyId) {
      if (!(await keyring.find(keyId))) throw new StoreUnavailable(`the key ${keyId} is not known here yet`);
    },

    async read(kind, credential) {
      // Bounded and well-formed before any work: a megabyte of dots costs nothing.
      if (credential.length > 256) return undefined;
      const [prefix, keyId = '', id = '', digits = '', given = '', ...rest] = credential.split('.');
      if (prefix !== prefixes[kind] || rest.length > 0) return undefined;
      if (!/^mac-[1-9]\d{0,8}$/.test(keyId) || !/^(0|[1-9]\d{0,14})$/.test(digits)) return undefined;
      const key = await keyring.find(keyId);
      if (!key) return undefined;
      const generation = Number(digits);
      const expected = mac(key, kind, id, generation);
      const received = Buffer.from(given, 'base64url');
      // base64url allows several spellings of the last bits: only the canonical one is ours.
      if (received.length !== expected.length || received.toString('base64url') !== given) return undefined;
      return timingSafeEqual(received, expected) ? { id, generation, keyId } : undefined;
    },
  };
}
