import { setTimeout as wait } from 'node:timers/promises';
import type { Documents } from '../../adapters/store.ts';
import type { Milliseconds, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { isTimeOrderedId, timePrefix } from '../ids.ts';
import type { EventKind } from './catalogue.ts';
import { auditCollection, type AuditEntry } from './record.ts';

/** Which events are asked for: all that are named must match. */
export interface EventFilter {
  readonly kind?: EventKind;
  readonly account?: string;
  readonly client?: string;
  readonly family?: string;
}

export interface EventQuery extends EventFilter {
  /** At this time or later. */
  readonly since?: Seconds;
  /** At this time or earlier. */
  readonly until?: Seconds;
  /** Where the page before ended. */
  readonly cursor?: string;
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
}

export interface EventPage {
  /** Newest first. */
  readonly events: readonly AuditEntry[];
  /** Where to go on. Absent when there is no more. A page may be short, or empty, and still have one. */
  readonly cursor?: string;
}

/** How many entries one search looks at, at most: a rare event in a long record must not hold the store. */
const sight = 5000;

/** Nodes write beside each other: an entry may appear this much after one with a later id. */
const overlap: Seconds = 5;

/** The index that leaves the fewest entries: an account has fewer events than a client, a client fewer than a kind. */
function narrowest(filter: EventFilter) {
  for (const field of ['family', 'account', 'client', 'kind'] as const) {
    const equals = filter[field];
    if (equals !== undefined) return { field, equals };
  }
  return undefined;
}

const matches = (filter: EventFilter) => (entry: AuditEntry) =>
  (['family', 'account', 'client', 'kind'] as const).every(
    (field) => filter[field] === undefined || filter[field] === entry[field],
  );

/**
 * Events newest first, a page at a time. What a page costs does not grow with the record.
 * @throws {Refused} invalid_request for a cursor that no page ended with: it would be a place anywhere in the record
 */
export async function search(documents: Documents, query: EventQuery): Promise<EventPage> {
  const { since = 0, until = Infinity, limit, cursor } = query;
  if (cursor !== undefined && !isTimeOrderedId(cursor)) {
    throw new Refused('invalid_request', 'this cursor is not one that a page ended with');
  }
  const matching = matches(query);
  const size = Math.min(Math.max(limit, 100), 1000);
  const events: AuditEntry[] = [];
  // Ids begin with their time, so `until` is a place in the index and needs no reading up to it.
  let after = cursor ?? (until < Infinity ? timePrefix((until + 1) * 1000) : undefined);
  for (let seen = 0; seen < sight;) {
    const page = await documents.find(auditCollection, narrowest(query), {
      order: 'descending',
      limit: size,
      ...(after !== undefined && { after }),
    });
    for (const entry of page) {
      if (entry.at < since - overlap) return { events };
      after = entry.id;
      if (!matching(entry) || entry.at < since || entry.at > until) continue;
      events.push(entry);
      if (events.length === limit) return { events, cursor: after };
    }
    if (page.length < size) return { events };
    seen += page.length;
  }
  return { events, ...(after !== undefined && { cursor: after }) };
}

/**
 * Events as they come, oldest first, until the signal says stop.
 * @param from  begins with events at this time
 * @param every how long to wait between two looks
 */
export async function* follow(
  documents: Documents,
  filter: EventFilter,
  { from, every, signal }: { readonly from: Seconds; readonly every: Milliseconds; readonly signal: AbortSignal },
): AsyncGenerator<AuditEntry, void, undefined> {
  const matching = matches(filter);
  // Ids already told that a look may meet again, with their time.
  const told = new Map<string, Seconds>();
  let latest = from;
  while (!signal.aborted) {
    let after: string = timePrefix(Math.max(latest - overlap, from) * 1000);
    for (;;) {
      const page = await documents.find(auditCollection, narrowest(filter), { after, limit: 500 });
      for (const entry of page) {
        after = entry.id;
        if (told.has(entry.id) || entry.at < from || !matching(entry)) continue;
        told.set(entry.id, entry.at);
        latest = Math.max(latest, entry.at);
        yield entry;
      }
      if (page.length < 500) break;
    }
    for (const [id, at] of told) if (at < latest - 2 * overlap) told.delete(id);
    await wait(every, undefined, { signal }).catch(() => undefined);
  }
}
