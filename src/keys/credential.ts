import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Key } from './keyring.ts';

/**
 * What a credential is for. The kind is covered by the MAC: a refresh token is never a session cookie.
 * The letters are the credential's visible prefix, so that a leaked one is recognised by secret scanners.
 */
export type CredentialKind = 'browser' | 'refresh' | 'session';

const prefixes: Record<CredentialKind, string> = { browser: 'pb1', refresh: 'pr1', session: 'ps1' };

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
  /** @returns where the credential points, or undefined when it is not one of ours. */
  read(kind: CredentialKind, credential: string): Pointer | undefined;
  readonly currentKeyId: string;
}

export function createCredentials(macKeys: readonly Key[], issuer: string, epoch: number): Credentials {
  const keys = new Map(macKeys.map((key) => [key.id, createSecretKey(key.secret)]));
  const [current] = macKeys;
  if (!current) throw new Error('no key to make credentials with');

  const mac = (secret: KeyObject, kind: CredentialKind, id: string, generation: number): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([kind, issuer, epoch, id, generation]))
      .digest();

  return {
    currentKeyId: current.id,

    mint(kind, id, generation, keyId = current.id) {
      const secret = keys.get(keyId);
      if (!secret) throw new Error(`the key ${keyId} that this record's credentials were made with is gone`);
      return [prefixes[kind], keyId, id, generation, mac(secret, kind, id, generation).toString('base64url')].join('.');
    },

    read(kind, credential) {
      // The length is bounded before any work: a megabyte of dots costs nothing.
      if (credential.length > 256) return undefined;
      const [prefix, keyId = '', id = '', digits = '', given = '', ...rest] = credential.split('.');
      const secret = keys.get(keyId);
      if (prefix !== prefixes[kind] || !secret || rest.length > 0 || !/^(0|[1-9]\d{0,14})$/.test(digits))
        return undefined;
      const generation = Number(digits);
      const expected = mac(secret, kind, id, generation);
      const received = Buffer.from(given, 'base64url');
      // base64url allows several spellings of the last bits: only the canonical one is ours.
      if (received.length !== expected.length || received.toString('base64url') !== given) return undefined;
      return timingSafeEqual(received, expected) ? { id, generation, keyId } : undefined;
    },
  };
}
