import type { Settings } from '../../config/index.ts';
import { parseMasterKeys, ringInDirectory, type Ring, type Schedule } from '../keys/index.ts';

/** The master keys and the epoch, from the settings or from the data folder. */
export async function ringOf({ masterKey, epoch, data }: Settings): Promise<Ring> {
  if (masterKey !== undefined) return { masters: parseMasterKeys(masterKey), epoch: epoch ?? 1 };
  return ringInDirectory(data);
}

/** When keys follow each other. */
export const scheduleOf = ({ keys }: Settings): Schedule => ({
  signing: everyOf(keys.rotateSigningAfter),
  mac: everyOf(keys.rotateMacAfter),
  publishBefore: keys.publishBefore,
});

const everyOf = (interval: number | 'never'): number | undefined =>
  interval === 'never' || interval === 0 ? undefined : interval;
