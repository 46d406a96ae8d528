import type { Collection, Document } from '../../adapters/store.ts';
import type { Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';

declare const content: unique symbol;

/** A kind of thing that goes out, and what must be known to make one. */
export interface OutgoingKind<P extends object> {
  /** Lower case: it begins the ids of its entries, and labels the metrics. */
  readonly name: string;
  readonly [content]?: P;
}

export const outgoingKind = <P extends object>(name: string): OutgoingKind<P> => ({ name });

/**
 * Something that must go out, until it has. Afterwards the record stays for a day with nothing in it, so that what is
 * owed once and told twice goes out once.
 */
export interface Entry extends Document, Owing {
  readonly kind: string;
  /** What the attempt is made from. Never a secret: that is made at the attempt, or sealed. */
  readonly payload?: object;
  /** When it is tried next; while somebody tries, when their claim is over. */
  readonly dueAt?: Seconds;
  /** How often it was claimed. */
  readonly tries: number;
  readonly createdAt: Seconds;
  /** Once it is settled: when the record may go. */
  readonly removeAt?: Seconds;
}

export const outgoingCollection: Collection<Entry> = {
  name: 'outgoing',
  due: ['owedSince', 'dueAt', 'removeAt'],
};
