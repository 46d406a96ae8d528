import type { Clock } from '../clock.ts';
import type { Keyring } from './keyring.ts';
import { activeOf } from './phase.ts';
import { isOfSeries, numberOf, type Key } from './record.ts';

/** What goes into a password's hash beside its salt, and is in no database. */
export type Pepper = Pick<Key, 'id' | 'secret'>;

/** The peppers as they follow each other: a new one is known to every node before any node uses it. */
export interface Peppers {
  /** The one that new hashes are made with. @throws {StoreUnavailable} when it cannot be said which that is */
  current(): Promise<Pepper>;
  /**
   * The one that a hash was made with.
   * @returns undefined when it was dropped
   * @throws {StoreUnavailable} when it is there and cannot be opened, or cannot be looked for
   */
  find(id: string): Promise<Pepper | undefined>;
  /**
   * Whether hashes are made with a later one by now. One that this node does not use yet is none: nodes whose clocks
   * differ would take a hash back and forth.
   * @throws {StoreUnavailable}
   */
  isFormer(id: string): Promise<boolean>;
}

const series = { purpose: 'pepper' } as const;

export function livingPeppers(keyring: Keyring, clock: Clock): Peppers {
  const current = async (): Promise<Key> => {
    await keyring.fresh();
    return activeOf(series, keyring.keys, clock.now());
  };

  return {
    current,

    async find(id) {
      const key = await keyring.find(id);
      return key && isOfSeries(key, series) ? key : undefined;
    },

    isFormer: async (id) => numberOf(id) < (await current()).number,
  };
}
