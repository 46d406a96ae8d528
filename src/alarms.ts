import type { Event } from './audit/index.ts';
import type { Clock, Seconds } from './clock.ts';
import type { Log } from './telemetry/index.ts';

/** A node says it this often at most: a store that went back is found by each app that was used since. */
const every: Seconds = 3600;

/**
 * Says in the log what nobody who runs this may miss, and what to do about it.
 * @returns hears of each event, once over all nodes
 */
export function raiseAlarms(log: Pick<Log, 'error'>, clock: Clock): (event: Event) => void {
  let quietUntil: Seconds = 0;

  return ({ id, kind, family, detail }) => {
    if (kind !== 'store.went_back' || clock.now() < quietUntil) return;
    quietUntil = clock.now() + every;
    log.error(
      'the store is older than tokens that it gave out, and what was ended since may live again: ' +
        'stop every node and raise the epoch, or run postern restore (docs/operations.md, "Restoring")',
      { event: id, family, presented: detail?.['generation'], current: detail?.['current'] },
    );
  };
}
