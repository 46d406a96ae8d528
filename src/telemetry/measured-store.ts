import { Duplicate, type Documents, type Ephemera, type Store } from '../../adapters/store.ts';
import type { Metrics } from './metrics.ts';

/** The same store, each step timed. */
export function measuredStore(store: Store, metrics: Pick<Metrics, 'store'>): Store {
  const { documents, ephemera } = store;

  async function timed<T>(operation: string, step: Promise<T>): Promise<T> {
    const began = performance.now();
    let failed = true;
    try {
      const result = await step;
      failed = false;
      return result;
    } catch (error) {
      // Who loses a race for an id is answered by a store that works: an alarm that goes by failures is for one that does not.
      failed = !(error instanceof Duplicate);
      throw error;
    } finally {
      metrics.store(operation, (performance.now() - began) / 1000, failed);
    }
  }

  const measuredDocuments: Documents = {
    get: (...all) => timed('documents.get', documents.get(...all)),
    find: (...all) => timed('documents.find', documents.find(...all)),
    due: (...all) => timed('documents.due', documents.due(...all)),
    insert: (...all) => timed('documents.insert', documents.insert(...all)),
    replace: (...all) => timed('documents.replace', documents.replace(...all)),
    remove: (...all) => timed('documents.remove', documents.remove(...all)),
  };
  const measuredEphemera: Ephemera = {
    put: (...all) => timed('ephemera.put', ephemera.put(...all)),
    get: (...all) => timed('ephemera.get', ephemera.get(...all)),
    take: (...all) => timed('ephemera.take', ephemera.take(...all)),
    putIfAbsent: (...all) => timed('ephemera.putIfAbsent', ephemera.putIfAbsent(...all)),
    replace: (...all) => timed('ephemera.replace', ephemera.replace(...all)),
    increment: (...all) => timed('ephemera.increment', ephemera.increment(...all)),
    decrement: (...all) => timed('ephemera.decrement', ephemera.decrement(...all)),
    count: (...all) => timed('ephemera.count', ephemera.count(...all)),
    remove: (...all) => timed('ephemera.remove', ephemera.remove(...all)),
  };
  return {
    documents: measuredDocuments,
    ephemera: measuredEphemera,
    staleness: store.staleness,
    removalsLast: store.removalsLast,
    writesTogether: store.writesTogether,
    sweep: (now) => timed('sweep', store.sweep(now)),
    check: (limit) => timed('check', store.check(limit)),
    ephemeraRun: () => store.ephemeraRun(),
    queued: () => store.queued(),
    close: () => store.close(),
  };
}
