import type { Clock } from '../clock.ts';
import { timeOrderedIds } from '../ids.ts';
import { showUnseen } from '../unseen.ts';
import { catalogue, type EventDetail, type EventKind } from './catalogue.ts';
import type { Event, Origin, Owing } from './event.ts';

/** An event before it has an id and a time. Its detail is what the catalogue names for its kind. */
export interface EventDraft<K extends EventKind> extends Omit<Event, 'id' | 'at' | 'kind' | 'detail'> {
  readonly kind: K;
  readonly detail?: EventDetail<K>;
}

const longest = 400;

/**
 * Text that came from outside, as it may stand in a record: cut, and without control and direction characters. A user
 * agent with a terminal's escape sequences would otherwise act on the terminal of whoever reads the record.
 */
const plain = (text: string): string => showUnseen(text.slice(0, longest));

const plainOrigin = ({ requestId, address, userAgent }: Origin): Origin => ({
  requestId: plain(requestId),
  ...(address !== undefined && { address: plain(address) }),
  ...(userAgent !== undefined && { userAgent: plain(userAgent) }),
});

/** Only what the catalogue names: a whole object spread into `detail` by mistake cannot carry a secret along. */
function namedDetail(kind: EventKind, detail: Readonly<Record<string, unknown>>): Event['detail'] {
  const named: Record<string, string | number | boolean> = {};
  for (const field of catalogue[kind].detail) {
    const value = Object.hasOwn(detail, field) ? detail[field] : undefined;
    if (typeof value === 'string') named[field] = plain(value);
    else if (typeof value === 'number' || typeof value === 'boolean') named[field] = value;
  }
  return Object.keys(named).length > 0 ? named : undefined;
}

/** Gives a draft its id and its time. Nothing but what an event and its kind's detail have gets into it. */
export type EventMaker = <K extends EventKind>(draft: EventDraft<K>) => Event;

export function eventMaker(clock: Clock): EventMaker {
  const nextId = timeOrderedIds();
  return (draft) => {
    const { kind, outcome, account, client, family, session, origin } = draft;
    const at = clock.now();
    const detail = namedDetail(kind, draft.detail ?? {});
    return {
      // The part below a second keeps the order of events within one; the clock that is passed in has whole seconds.
      id: nextId(at * 1000 + (Date.now() % 1000)),
      kind,
      at,
      outcome,
      ...(account !== undefined && { account: plain(account) }),
      ...(client !== undefined && { client: plain(client) }),
      ...(family !== undefined && { family: plain(family) }),
      ...(session !== undefined && { session: plain(session) }),
      ...(origin && { origin: plainOrigin(origin) }),
      ...(detail && { detail }),
    };
  };
}

/** The document with these events owed by it: stored by the very step that changes it, so no crash can part them. */
export function owing<T extends object>(document: T, events: readonly Event[]): T & Owing {
  const [first] = events;
  if (!first) return document;
  const { owed = [], owedSince = first.at } = document as Owing;
  return { ...document, owed: [...owed, ...events], owedSince };
}
