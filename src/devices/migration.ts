import { change, everyDocument, type Documents } from '../../adapters/store.ts';
import { appOnDevice, familyCollection } from '../tokens/index.ts';
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
 * Makes the living sign-ins of apps to be found by the app on its device. Where the session that one began in has ended,
 * in which browser that was is not known any more without keys: it stands for its device then. It may run again, and twice.
 */
export async function findApps(documents: Documents): Promise<void> {
  for await (const { id, session: uid, endedAt } of everyDocument(documents, familyCollection)) {
    if (endedAt !== undefined) continue;
    const session = uid === undefined ? undefined : await documents.get(sessionCollection, uid);
    await change(documents, familyCollection, id, (family) =>
      family.endedAt === undefined && family.onDevice === undefined
        ? { ...family, onDevice: appOnDevice({ ...family, device: session?.device ?? uid ?? id }) }
        : undefined,
    );
  }
}
