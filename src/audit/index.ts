/** What happened: the catalogue of events, the record that keeps them, and their delivery exactly once over crashes. */
import type { Documents } from '../../adapters/store.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import type { Report } from '../report.ts';
import { createDelivery, type Counter, type Delivery, type Listener } from './delivery.ts';
import type { Event } from './event.ts';
import { eventMaker, owing, type EventMaker } from './owed.ts';
import { history, type History } from './history.ts';
import {
  auditCollection,
  keep,
  removeExpired,
  shortenAddresses,
  type AddressPrivacy,
  type AuditEntry,
} from './record.ts';
import { follow, search, type EventFilter, type EventPage, type EventQuery } from './search.ts';

export { shortened, wholeUntil } from './addresses.ts';
export { catalogue, eventKinds, type EventDetail, type EventKind } from './catalogue.ts';
export { namedIn, type Named } from './named.ts';
export type { Listener } from './delivery.ts';
export type { Event, Origin, Owing } from './event.ts';
export type { History } from './history.ts';
export type { EventDraft } from './owed.ts';
export { auditCollection, type AddressPrivacy, type AuditEntry } from './record.ts';
export type { EventFilter, EventPage, EventQuery } from './search.ts';

export interface Audit extends Pick<Delivery, 'register' | 'deliver' | 'deliverWhole' | 'deliverSoon' | 'idle'> {
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
  /** For metrics: each event once over all nodes, however often it was told. One whose counting a crash cut off is missing. */
  count(counter: Counter): void;
  /** Finishes cut-off deliveries, removes what was kept long enough, and shortens addresses. @returns how many entries it dealt with */
  sweep(now: Seconds): Promise<number>;
  /** One event, as it is kept: undefined when its time is over, or when its kind is only counted. */
  get(id: string): Promise<AuditEntry | undefined>;
  /** Events newest first, by page. */
  search(query: EventQuery): Promise<EventPage>;
  /** What an account's owner may read about it, newest first, by page. */
  history(account: string, page: { readonly cursor?: string | undefined; readonly limit: number }): Promise<History>;
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
  readonly report?: Report;
  /** Default: addresses are kept as long as the event. */
  readonly privacy?: AddressPrivacy;
}): Audit {
  const { documents, clock, report = (error) => process.emitWarning(String(error)) } = options;
  const { privacy = { kept: Infinity, shorten: (address) => address } } = options;
  const listeners = new Set<Listener>();
  const counters = new Set<Counter>();
  const { tell, count, ...delivery } = createDelivery({ documents, clock, listeners, counters, privacy, report });

  return {
    ...delivery,
    owing,
    newEvent: eventMaker(clock),

    async record(event) {
      await keep(documents, event, privacy);
      await tell(event);
      count(event);
    },

    count: (counter) => void counters.add(counter),

    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    async sweep(now) {
      const delivered = await delivery.sweep(now);
      return delivered + (await removeExpired(documents, now)) + (await shortenAddresses(documents, now, privacy));
    },
    get: (id) => documents.get(auditCollection, id),
    search: (query) => search(documents, query),
    history: (account, page) => history(documents, account, page),
    follow: (filter, { from = clock.now(), every = 1000, signal }) =>
      follow(documents, filter, { from, every, signal }),
  };
}
