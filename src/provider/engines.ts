import type { RequestListener } from 'node:http';
import { StoreRefused } from '../../adapters/store.ts';
import type { EngineKeys } from '../keys/index.ts';
import { createEngine, type Engine, type EngineRooms } from './engine.ts';

interface Made {
  readonly from: EngineKeys;
  readonly engine: Engine;
  readonly listener: RequestListener;
}

/** The engine of now, and the way of requests to it. */
export interface Engines {
  /** @throws {StoreUnavailable} when it cannot be known which one that is */
  current(): Promise<Engine>;
  readonly listener: RequestListener;
}

/**
 * An engine is made with its keys and cannot be given others: once they have changed, the next request gets a new one.
 * What is under way ends on the one it began on, which nothing else holds.
 * @param report hears why a new one could not be made; requests then go on with the one before
 */
export function createEngines(rooms: EngineRooms, report: (error: unknown) => void): Engines {
  const { keys } = rooms;
  let made = make(keys.engineKeys());

  function make(from: EngineKeys): Made {
    const engine = createEngine(rooms);
    const callback = engine.provider.callback();
    // Koa answers every failure itself: its promise is for nobody.
    return { from, engine, listener: (request, response) => void callback(request, response) };
  }

  function madeNow(): Made {
    const from = keys.engineKeys();
    if (made.from === from) return made;
    try {
      made = make(from);
    } catch (error) {
      report(error);
      made = { ...made, from };
    }
    return made;
  }

  return {
    async current() {
      await keys.fresh();
      return madeNow().engine;
    },

    listener(request, response) {
      const looking = keys.fresh();
      if (!looking) return madeNow().listener(request, response);
      // A node that has not looked at the keys for a while does so first: one of them may have been taken away.
      looking.then(
        () => madeNow().listener(request, response),
        (error: unknown) => {
          // Where the store only is away, each endpoint says by itself what it cannot do without it.
          if (!isOfAnotherEpoch(error)) return madeNow().listener(request, response);
          response.writeHead(503, { 'Cache-Control': 'no-store' }).end();
        },
      );
    },
  };
}

/** Whether the store was restored under this node: it goes by what is no longer so, and must be started anew. */
const isOfAnotherEpoch = (error: unknown): boolean => error instanceof Error && error.cause instanceof StoreRefused;
