import { StoreUnavailable } from '../../adapters/store.ts';

/** For what comes after what a request is for: that is done, whatever becomes of this, and to say that it failed would be wrong. */
export function unlessAway(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error;
}
