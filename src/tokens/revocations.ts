import { Duplicate, eachDue, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';

/** An access token that was revoked and hangs on no family: a document, because a mark that can be lost would revive it. */
interface Revocation extends Document {
  /** When the token would have expired. */
  readonly removeAt: Seconds;
}

export const revocationCollection: Collection<Revocation> = { name: 'revocations', due: ['removeAt'] };

export type Revocations = ReturnType<typeof createRevocations>;

/** Revoked client_credentials tokens, by the keyed hash of the token's id, until they expire (RFC 7009 §2.2). */
export function createRevocations({ documents, clock }: { readonly documents: Documents; readonly clock: Clock }) {
  return {
    /** @param expiresAt seconds since the epoch */
    async revoke(id: string, expiresAt: Seconds): Promise<void> {
      await documents.insert(revocationCollection, { id, removeAt: expiresAt + 60 }).catch((error: unknown) => {
        if (!(error instanceof Duplicate)) throw error;
      });
    },
    async isRevoked(id: string): Promise<boolean> {
      return (await documents.get(revocationCollection, id)) !== undefined;
    },
    async sweep(): Promise<number> {
      return eachDue(documents, revocationCollection, 'removeAt', clock.now(), (revocation) =>
        documents.remove(revocationCollection, revocation),
      );
    },
  };
}
