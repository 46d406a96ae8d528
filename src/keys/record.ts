import type { JWK } from 'jose';
import type { Collection, Document } from '../../adapters/store.ts';
import type { Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { MasterKey } from './master.ts';
import { unseal, type Sealed } from './seal.ts';
import { jwksOf, type SigningAlgorithm } from './signing.ts';

/** What a key is for. `digest` stays for ever, or nothing stored under it would be found again. */
export type Purpose = 'mac' | 'digest' | 'pepper' | 'cookie' | 'signing';

/**
 * A key at rest: sealed under a master key, so that the store alone is no key at all.
 *
 * Its id is its purpose, its number in the order they were made and, for signing, its algorithm (`mac-2`,
 * `signing-2-es256`): two nodes that make the next key at the same moment insert the same id, and one gives way.
 */
export interface KeyRecord extends Document, Owing {
  readonly purpose: Purpose;
  readonly createdAt: Seconds;
  /** When it takes over from the key before. Absent in the first ones, which are used at once. */
  readonly usedFrom?: Seconds;
  /** Absent once it was dropped: what is not there, nobody opens. */
  readonly sealed?: Sealed;
  readonly droppedAt?: Seconds;
  /** Signing keys only: the JWS algorithm. */
  readonly algorithm?: SigningAlgorithm;
}

export const keyCollection: Collection<KeyRecord> = { name: 'keys', due: ['owedSince'] };

/** A key ready for use. */
export interface Key {
  readonly id: string;
  readonly purpose: Purpose;
  /** Its number among those of its purpose and algorithm, from 1. */
  readonly number: number;
  readonly algorithm?: SigningAlgorithm;
  readonly createdAt: Seconds;
  readonly usedFrom: Seconds;
  /** Id of the master key that it is sealed under. */
  readonly master: string;
  readonly secret: Buffer;
  /** Signing keys only. */
  readonly jwks?: { readonly private: JWK; readonly public: JWK };
}

/** Keys of one kind follow each other: those of a purpose, and of an algorithm where there are several. */
export interface Series {
  readonly purpose: Purpose;
  readonly algorithm?: SigningAlgorithm;
}

export const idOf = ({ purpose, algorithm }: Series, number: number): string =>
  [purpose, number, ...(algorithm ? [algorithm.toLowerCase()] : [])].join('-');

export const numberOf = (id: string): number => Number(id.split('-')[1]);

export const isOfSeries = (key: Series, { purpose, algorithm }: Series): boolean =>
  key.purpose === purpose && key.algorithm === algorithm;

/** What the sealed box is bound to. */
export const boxOf = (id: string): string => `keys/${id}`;

/** @throws Error when no master key at hand opens it */
export async function openKey(masters: readonly MasterKey[], record: KeyRecord, sealed: Sealed): Promise<Key> {
  const { id, purpose, algorithm, createdAt, usedFrom = createdAt } = record;
  const secret = unseal(masters, boxOf(id), sealed);
  return {
    id,
    purpose,
    number: numberOf(id),
    createdAt,
    usedFrom,
    master: sealed.master,
    secret,
    ...(algorithm && { algorithm, jwks: await jwksOf(secret, algorithm) }),
  };
}

/** Makes sure that a stored key can be opened. @throws Error saying which master key is missing, or does not open it */
export function requireOpens(masters: readonly MasterKey[], { id, sealed }: KeyRecord): void {
  if (sealed) unseal(masters, boxOf(id), sealed);
}
