import type { Documents } from '../../adapters/store.ts';
import { auditCollection, type AuditEntry } from './record.ts';

/** A page of what an account's owner may read about it. */
export interface History {
  /** Newest first. */
  readonly events: readonly AuditEntry[];
  /** Where to go on. Absent when there is no more. */
  readonly cursor?: string;
}

/** What happened to an account, newest first. Found by an index of its own: what machines do meanwhile costs nothing. */
export async function history(
  documents: Documents,
  account: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<History> {
  const events = await documents.find(
    auditCollection,
    { field: 'owner', equals: account },
    { order: 'descending', limit, ...(cursor !== undefined && { after: cursor }) },
  );
  const last = events.at(-1);
  return { events, ...(events.length === limit && last && { cursor: last.id }) };
}
