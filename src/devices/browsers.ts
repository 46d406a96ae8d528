import { change, Duplicate, type Documents } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Credentials, Digest } from '../keys/index.ts';
import { browserCollection, type Browser } from './session.ts';

/** A browser that shows no activity for this long is forgotten. */
const kept: Seconds = 400 * 24 * 3600;
/** Accounts that one browser remembers. */
const most = 8;

export type Browsers = ReturnType<typeof createBrowsers>;

/** Browsers, known by the keyed hash of a cookie of their own; what is in them, by a proof that each sign-in renews. */
export function createBrowsers(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly credentials: Credentials;
}) {
  const { documents, clock, digest, credentials } = options;

  const idOf = (cookie: string): string => digest('browser', cookie);

  /** Not the proof of the sign-in before either, not for a moment: that one may have been planted. */
  function isProven(browser: Browser, proof: string | undefined): boolean {
    const pointer = proof === undefined ? undefined : credentials.read('browser', proof);
    return pointer?.id === browser.id && pointer.generation === browser.generation;
  }

  /**
   * Enters a session, in place of an older one of the same account. Without a proof the list begins anew: what somebody
   * else signed in to under a planted cookie is not this person's.
   * @returns the new proof, for a cookie of its own
   */
  async function enter(id: string, proof: string | undefined, session: Browser['sessions'][number]): Promise<string> {
    for (;;) {
      const now = clock.now();
      const current = await documents.get(browserCollection, id);
      const others = current && isProven(current, proof) ? current.sessions : [];
      const next = {
        id,
        createdAt: current?.createdAt ?? now,
        generation: (current?.generation ?? 0) + 1,
        sessions: [session, ...others.filter(({ account }) => account !== session.account)].slice(0, most),
        lastActiveAt: now,
        removeAt: now + kept,
      };
      const stored = current
        ? await documents.replace(browserCollection, { ...next, revision: current.revision })
        : await documents.insert(browserCollection, next).catch((error: unknown) => {
            if (!(error instanceof Duplicate)) throw error;
            return undefined;
          });
      if (stored) return credentials.mint('browser', id, stored.generation);
    }
  }

  return {
    idOf,
    /** A cookie for a browser that has none. Its record is made when somebody signs in. */
    newCookie: randomSecret,

    /** The sessions of a browser that proves them, the one used last first. They may have ended meanwhile: ask each. */
    async sessionsOf(id: string, proof: string | undefined): Promise<Browser['sessions']> {
      const browser = await documents.get(browserCollection, id);
      return browser && isProven(browser, proof) ? browser.sessions : [];
    },

    enter,

    async leave(id: string, uid: string): Promise<void> {
      await change(documents, browserCollection, id, (browser) =>
        browser.sessions.some((session) => session.uid === uid)
          ? { ...browser, sessions: browser.sessions.filter((session) => session.uid !== uid) }
          : undefined,
      );
    },

    async sweep(): Promise<number> {
      const gone = await documents.due(browserCollection, 'removeAt', clock.now(), 200);
      await Promise.all(gone.map((browser) => documents.remove(browserCollection, browser)));
      return gone.length;
    },
  };
}
