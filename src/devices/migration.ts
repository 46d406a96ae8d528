import { change, everyDocument, type Documents } from '../../adapters/store.ts';
import { sessionCollection, type Session } from './session.ts';

/** A session as it was kept before its owner could see it. */
type Before = Omit<Session, 'last'> & { readonly last?: Session['last'] };

/**
 * Makes the sessions that live to be found by their account. In which browser they are a device is not known any more
 * without keys: each stands for itself until it ends. It may run again, and twice.
 */
export async function findSessions(documents: Documents): Promise<void> {
  for await (const { id } of everyDocument(documents, sessionCollection)) {
    await change(documents, sessionCollection, id, (session: Before) => {
      const { account, endedAt, origin } = session;
      if (session.last !== undefined) return undefined;
      const lives = account !== undefined && endedAt === undefined;
      return { ...session, last: origin, ...(lives && { signedIn: account, device: id }) };
    });
  }
}
