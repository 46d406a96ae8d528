import { Duplicate, type Documents } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import { browserCollection, type Browser } from './session.ts';

/** A browser that shows no activity for this long is forgotten. */
const kept: Seconds = 400 * 24 * 3600;
/** Accounts that one browser remembers. */
const most = 8;

export type Browsers = ReturnType<typeof createBrowsers>;

/** Browsers, known by the keyed hash of a cookie of their own. */
export function createBrowsers(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
}) {
  const { documents, clock, digest } = options;

  const idOf = (cookie: string): string => digest('browser', cookie);

  async function changeSessions(
    id: string,
    decide: (sessions: Browser['sessions']) => Browser['sessions'],
  ): Promise<void> {
    for (;;) {
      const now = clock.now();
      const current = await documents.get(browserCollection, id);
      const next = {
        ...(current ?? { id, createdAt: now }),
        sessions: decide(current?.sessions ?? []),
        lastActiveAt: now,
        removeAt: now + kept,
      };
      if (current) {
        if (await documents.replace(browserCollection, { ...next, revision: current.revision })) return;
      } else {
        if (next.sessions.length === 0) return;
        const inserted = await documents.insert(browserCollection, next).catch((error: unknown) => {
          if (!(error instanceof Duplicate)) throw error;
          return undefined;
        });
        if (inserted) return;
      }
    }
  }

  return {
    idOf,
    /** A cookie for a browser that has none. Its record is made when somebody signs in. */
    newCookie: randomSecret,

    /** The sessions of a browser, the one used last first. They may have ended meanwhile: ask each. */
    async sessionsOf(id: string): Promise<Browser['sessions']> {
      return (await documents.get(browserCollection, id))?.sessions ?? [];
    },

    /** Enters a session, in place of an older one of the same account. */
    enter: (id: string, session: Browser['sessions'][number]): Promise<void> =>
      changeSessions(id, (sessions) =>
        [session, ...sessions.filter(({ account }) => account !== session.account)].slice(0, most),
      ),

    leave: (id: string, uid: string): Promise<void> =>
      changeSessions(id, (sessions) => sessions.filter((session) => session.uid !== uid)),

    async sweep(): Promise<number> {
      const gone = await documents.due(browserCollection, 'removeAt', clock.now(), 200);
      await Promise.all(gone.map((browser) => documents.remove(browserCollection, browser)));
      return gone.length;
    },
  };
}
