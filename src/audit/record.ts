import { Duplicate, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { kept } from './catalogue.ts';
import type { Event } from './event.ts';
import { ownerOf } from './told.ts';

/** An event as it is kept: append-only, until its kind's time is over. */
export interface AuditEntry extends Event, Document {
  readonly expiresAt: Seconds;
  /** Until when it holds a whole address. Absent: it holds none, or goes before that. */
  readonly addressUntil?: Seconds;
  /** The account whose owner may read it in the account's history. */
  readonly owner?: string;
}

/** How long addresses are kept whole, and what is kept of them afterwards. */
export interface AddressPrivacy {
  readonly kept: Seconds;
  shorten(address: string): string | undefined;
}

/**
 * `recent`, because most events are acts whose answer should not wait for the disk. An owed event loses nothing by it:
 * what it is cleared with is a settled change made after the copy, and a settled change settles all that was answered
 * before it (see `Durability`).
 */
export const auditCollection: Collection<AuditEntry> = {
  name: 'audit',
  indexes: ['kind', 'account', 'client', 'family', 'owner'],
  due: ['expiresAt', 'addressUntil'],
  durability: 'recent',
};

/** Keeps an event unless its kind is only counted. A second copy of the same event is refused by its id. */
export async function keep(documents: Documents, event: Event, privacy: AddressPrivacy): Promise<void> {
  const days = kept(event.kind);
  if (days === 'counted') return;
  const owner = ownerOf(event);
  const expiresAt = event.at + days * 24 * 3600;
  const addressUntil = event.at + privacy.kept;
  const holdsLonger = event.origin?.address !== undefined && addressUntil < expiresAt;
  const more = { ...(owner !== undefined && { owner }), ...(holdsLonger && { addressUntil }) };
  try {
    await documents.insert(auditCollection, { ...event, expiresAt, ...more });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
  }
}

/** Entries of one step, and steps of one sweep: more than can be written between two sweeps. */
const step = 500;
const steps = 100;

/** Removes entries whose time is over, in small steps, so that requests are answered in between. @returns how many went */
export async function removeExpired(documents: Documents, now: Seconds): Promise<number> {
  let count = 0;
  for (let taken = 0; taken < steps; taken++) {
    const expired = await documents.due(auditCollection, 'expiresAt', now, step);
    const removed = await Promise.all(expired.map((entry) => documents.remove(auditCollection, entry)));
    count += removed.filter(Boolean).length;
    if (expired.length < step) break;
  }
  return count;
}

/** Shortens the addresses whose time is over: the one change that an entry ever sees. @returns how many */
export async function shortenAddresses(documents: Documents, now: Seconds, privacy: AddressPrivacy): Promise<number> {
  let count = 0;
  for (let taken = 0; taken < steps; taken++) {
    const due = await documents.due(auditCollection, 'addressUntil', now, step);
    await Promise.all(due.map((entry) => documents.replace(auditCollection, withoutAddress(entry, privacy))));
    count += due.length;
    if (due.length < step) break;
  }
  return count;
}

function withoutAddress({ addressUntil: _, origin, ...entry }: AuditEntry, privacy: AddressPrivacy): AuditEntry {
  if (!origin) return entry;
  const { address = '', ...rest } = origin;
  const network = privacy.shorten(address);
  return { ...entry, origin: { ...rest, ...(network !== undefined && { address: network }) } };
}
