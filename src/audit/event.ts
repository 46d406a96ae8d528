import type { Seconds } from '../clock.ts';
import type { EventKind } from './catalogue.ts';

/** Where a request came from, as far as events tell of it. */
export interface Origin {
  readonly requestId: string;
  /** The client's address as the trusted proxies report it. */
  readonly address?: string;
  /** Cut to 400 characters. */
  readonly userAgent?: string;
}

/** Something that happened. No field ever holds a secret, a code, a token or a password. */
export interface Event {
  /** Time-ordered and unique: delivering an event twice leaves one. */
  readonly id: string;
  readonly kind: EventKind;
  readonly at: Seconds;
  readonly outcome: 'done' | 'refused';
  readonly account?: string;
  readonly client?: string;
  readonly family?: string;
  readonly session?: string;
  readonly origin?: Origin;
  /** Why it was refused or ended, and what else the kind's entry in the catalogue names. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** What a document carries that owes events. */
export interface Owing {
  readonly owed?: readonly Event[];
  /** When the oldest owed event happened: what the sweeper looks for. */
  readonly owedSince?: Seconds;
}
