import type { Documents } from '../../adapters/store.ts';
import type { Clock } from '../clock.ts';
import type { Keyring } from './keyring.ts';
import { phaseOf, type Phase } from './phase.ts';
import { keyCollection, type Key, type KeyRecord } from './record.ts';

/** A key as people are told of it: nothing secret. */
export interface KeyInfo extends Pick<Key, 'id' | 'purpose' | 'algorithm' | 'createdAt' | 'usedFrom'> {
  readonly phase: Phase | 'dropped';
  /** The master key that it is sealed under. */
  readonly master?: string;
}

/** What is told of keys, as of now. */
export function keyInfo(documents: Documents, keyring: Keyring, clock: Clock) {
  const of = (key: Key): KeyInfo => {
    const { id, purpose, algorithm, createdAt, usedFrom, master } = key;
    const phase = phaseOf(key, keyring.keys, clock.now());
    return { id, purpose, ...(algorithm && { algorithm }), createdAt, usedFrom, phase, master };
  };

  return {
    of,

    /** Every key there is, and those that were dropped. */
    async list(): Promise<KeyInfo[]> {
      await keyring.look();
      const dropped = (await recordsIn(documents)).filter(({ sealed }) => !sealed);
      return [...keyring.keys.map(of), ...dropped.map(ofDropped)];
    },
  };
}

const ofDropped = ({ id, purpose, algorithm, createdAt, usedFrom = createdAt }: KeyRecord): KeyInfo => ({
  id,
  purpose,
  ...(algorithm && { algorithm }),
  createdAt,
  usedFrom,
  phase: 'dropped',
});

/** The records of all keys, dropped ones too. There are few: one a rotation, until its time is over. */
export const recordsIn = (documents: Documents): Promise<KeyRecord[]> =>
  documents.find(keyCollection, undefined, { limit: 1000 });
