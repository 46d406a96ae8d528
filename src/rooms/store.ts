import { openStore } from '../../adapters/open.ts';
import type { Store } from '../../adapters/store.ts';
import type { Settings } from '../../config/index.ts';
import type { Clock } from '../clock.ts';
import { collections } from './collections.ts';
import { migrations } from './migrations.ts';

/**
 * Opens the store alone: for what must not look into it, because it is about to replace what is there.
 * @throws {StoreUnavailable} {StoreRefused}
 */
export const openStoreOf = (
  settings: Settings,
  { clock, warn }: { readonly clock: Clock; readonly warn: (message: string) => void },
): Promise<Store> => openStore(locationOf(settings), { collections, migrations, now: () => clock.now(), warn });

const locationOf = ({ mongodbUrl, redisUrl, data }: Settings) =>
  mongodbUrl !== undefined && redisUrl !== undefined
    ? ({ kind: 'mongodb+redis', mongodbUrl, redisUrl } as const)
    : ({ kind: 'sqlite', directory: data } as const);
