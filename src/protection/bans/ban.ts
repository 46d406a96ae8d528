import type { Collection, Document } from '../../../adapters/store.ts';
import type { Owing } from '../../audit/index.ts';
import type { Seconds } from '../../clock.ts';

/** A network from which an admin has nothing answered, or a rule nothing guessed. Its id is the network, as `parseNetwork` writes it. */
export interface Ban extends Document, Owing {
  readonly by: 'admin' | 'rule';
  /** What an admin says, or which rule it was. It is shown to nobody who is banned. */
  readonly reason: string;
  readonly createdAt: Seconds;
  /** Absent: until it is lifted. */
  readonly expiresAt?: Seconds;
  /** It was lifted. The record stays until it has told that. */
  readonly liftedAt?: Seconds;
  /** From when on the record may go. */
  readonly removeAt?: Seconds;
}

export const banCollection: Collection<Ban> = { name: 'bans', due: ['owedSince', 'removeAt'] };

export const isInForce = ({ expiresAt = Infinity, liftedAt }: Ban, now: Seconds): boolean =>
  liftedAt === undefined && now < expiresAt;
