import { change, everyDocument, type Documents } from '../../adapters/store.ts';
import { familyCollection } from '../tokens/index.ts';
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

/**
 * Notes on the apps that outlive their session on which device they are, as long as the session says it: an ended one
 * does not any more, and its record goes. It may run again, and twice.
 */
export async function findAppsOnDevices(documents: Documents): Promise<void> {
  for await (const { id, session: uid, survivesSignOut, endedAt } of everyDocument(documents, familyCollection)) {
    if (!survivesSignOut || endedAt !== undefined || uid === undefined) continue;
    const device = (await documents.get(sessionCollection, uid))?.device;
    // Of one that stands for itself nobody knows the browser without keys: it is asked as long as it is there.
    if (device === undefined || device === uid) continue;
    await change(documents, familyCollection, id, (family) =>
      family.endedAt === undefined && family.device === undefined ? { ...family, device } : undefined,
    );
  }
}
