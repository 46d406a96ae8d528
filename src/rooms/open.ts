import type { Store } from '../../adapters/store.ts';
import type { Settings } from '../../config/index.ts';
import { systemClock } from '../clock.ts';
import { measuredStore } from '../telemetry/index.ts';
import { featuresOn } from './features.ts';
import { layGround, type Outside } from './ground.ts';
import { listenToTheRecord } from './listeners.ts';
import { openStoreOf } from './store.ts';
import { sweep } from './sweeping.ts';

/** The rooms of an installation, open and wired. */
export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/**
 * Opens the store and every room on it: what a node and the command line both work with.
 * @param outside.clock default: the system's
 * @throws {StoreUnavailable} {StoreRefused}
 */
export async function openRooms(settings: Settings, outside: Omit<Outside, 'clock'> & Partial<Pick<Outside, 'clock'>>) {
  const { clock = systemClock, metrics } = outside;
  const opened = await openStoreOf(settings, { ...outside, clock });
  const store = metrics ? measuredStore(opened, metrics) : opened;
  try {
    return await wire(settings, store, { ...outside, clock });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function wire(settings: Settings, store: Store, outside: Outside) {
  const ground = await layGround(settings, store, outside);
  const features = featuresOn(ground);
  const { clock, keys, audit, clients, outgoing, nodes, places, fetch } = ground;
  const rooms = {
    ...{ settings, clock, store, keys, audit, clients, outgoing, nodes, places, fetch },
    ...features,
  };
  listenToTheRecord(ground, features);

  /** Waits for what goes on without anybody waiting for it, and begins nothing more of it. */
  async function settle(): Promise<void> {
    await audit.idle();
    await outgoing.stop();
    await features.guesses.stop();
    // What was given up meanwhile is told.
    await audit.idle();
  }

  return {
    ...rooms,

    /** Removes what expired and finishes what a crash left. @returns how many records it handled */
    sweep: (): Promise<number> => sweep(rooms),

    settle,

    async close(): Promise<void> {
      try {
        await settle();
      } finally {
        await store.close();
      }
    },
  };
}
