/** What happened: the catalogue of events, the record that keeps them, and their delivery exactly once over crashes. */
import type { Documents } from '../../adapters/store.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import { createDelivery, type Delivery, type Listener } from './delivery.ts';
import type { Event } from './event.ts';
import { eventMaker, owing, type EventMaker } from './owed.ts';
import { keep, removeExpired, type AuditEntry } from './record.ts';
import { follow, search, type EventFilter, type EventPage, type EventQuery } from './search.ts';

export { catalogue, eventKinds, type EventDetail, type EventKind } from './catalogue.ts';
export type { Listener } from './delivery.ts';
export type { Event, Origin, Owing } from './event.ts';
export type { EventDraft } from './owed.ts';
export { auditCollection, type AuditEntry } from './record.ts';
export type { EventFilter, EventPage, EventQuery } from './search.ts';

export interface Audit extends Pick<Delivery, 'register' | 'deliver' | 'deliverSoon' | 'idle'> {
  /** Gives an event its id and time, and drops any detail that the catalogue does not name. */
  readonly newEvent: EventMaker;
  /** The document with these events owed by it, to be stored by the step that changes it. */
  readonly owing: typeof owing;
  /**
   * Keeps an act that changes no record, and tells the listeners: wait for it before the answer.
   * @throws {StoreUnavailable}
   */
  record(event: Event): Promise<void>;
  /** @returns a function that stops the listening */
  listen(listener: Listener): () => void;
  /** Finishes cut-off deliveries and removes what was kept long enough. @returns how many entries it dealt with */
  sweep(now: Seconds): Promise<number>;
  /** Events newest first, by page. */
  search(query: EventQuery): Promise<EventPage>;
  /** Events as they come, until the signal stops it. `from` defaults to now, `every` to one second. */
  follow(
    filter: EventFilter,
    options: { readonly from?: Seconds; readonly every?: Milliseconds; readonly signal: AbortSignal },
  ): AsyncGenerator<AuditEntry, void, undefined>;
}

export function createAudit(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  /** Hears of what failed without anybody waiting for it. Default: a warning of the process. */
  readonly report?: (error: unknown) => void;
}): Audit {
  const { documents, clock, report = (error) => process.emitWarning(String(error)) } = options;
  const listeners = new Set<Listener>();
  const { tell, ...delivery } = createDelivery({ documents, clock, listeners, report });

  return {
    ...delivery,
    owing,
    newEvent: eventMaker(clock),

    async record(event) {
      await keep(documents, event);
      await tell(event);
    },

    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    sweep: async (now) => (await delivery.sweep(now)) + (await removeExpired(documents, now)),
    search: (query) => search(documents, query),
    follow: (filter, { from = clock.now(), every = 1000, signal }) =>
      follow(documents, filter, { from, every, signal }),
  };
}
