import type { Collection, Document } from '../../adapters/store.ts';
import type { Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';

/** An admin's word that somebody may have an account. One an address: a newer one takes its place. */
export interface Invitation extends Document, Owing {
  /** Normalised. */
  readonly email: string;
  /** The letter's, and the account's to begin with. */
  readonly language?: string;
  /** Keyed hash of the one link that is good, once a letter has been written. */
  readonly link?: string;
  readonly createdAt: Seconds;
  readonly until: Seconds;
  readonly withdrawnAt?: Seconds;
  /** When somebody last began to use it: an account is there in a moment, or they try again. */
  readonly acceptedAt?: Seconds;
  /** When the address got its account, by this or otherwise. */
  readonly usedAt?: Seconds;
  readonly removeAt: Seconds;
}

export const invitationCollection: Collection<Invitation> = {
  name: 'invitations',
  unique: ['email'],
  due: ['owedSince', 'removeAt'],
};

export type InvitationState = 'open' | 'used' | 'withdrawn' | 'expired';

export function stateOf({ usedAt, withdrawnAt, until }: Invitation, now: Seconds): InvitationState {
  if (usedAt !== undefined) return 'used';
  if (withdrawnAt !== undefined) return 'withdrawn';
  return now < until ? 'open' : 'expired';
}
