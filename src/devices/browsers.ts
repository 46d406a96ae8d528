import { change, Duplicate, eachDue, type Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Credentials, Digest } from '../keys/index.ts';
import type { Devices } from './devices.ts';
import { raised, withEntered, type Entry } from './entering.ts';
import { withOwnStep } from './own-steps.ts';
import { createPushingOut } from './pushed-out.ts';
import type { Sessions } from './sessions.ts';
import { browserCollection, type Browser, type BrowserSession } from './session.ts';

/** An account, and how often it has been signed out everywhere by now. */
interface SparedAccount {
  readonly account: string;
  readonly signOuts: number;
}

export type Browsers = ReturnType<typeof createBrowsers>;

/** Browsers, known by the keyed hash of a cookie of their own; what is in them, by a proof that each sign-in renews. */
export function createBrowsers(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly devices: Pick<Devices, 'idOf'>;
}) {
  const { documents, clock, digest, credentials } = options;
  const pushOut = createPushingOut(options);

  const idOf = (cookie: string): string => digest('browser', cookie);

  /** The generation of a browser's record that a proof is of, 0 where it is of none. */
  async function provenUpTo(browser: Browser | undefined, proof: string | undefined): Promise<number> {
    if (!browser || proof === undefined) return 0;
    const pointer = await credentials.read('browser', proof);
    return pointer?.id === browser.id && pointer.generation <= browser.generation ? pointer.generation : 0;
  }

  /** Not the proof of the sign-in before either, not for a moment: that one may have been planted. */
  const isProven = async (browser: Browser, proof: string | undefined): Promise<boolean> =>
    (await provenUpTo(browser, proof)) === browser.generation;

  /**
   * Enters a session, in place of an older one of the same account. Where that is one account too many, the one that was
   * used longest ago is signed out. So is whoever stands in the record no more because the sign-in comes with an older proof:
   * they could be signed out there by nobody. Without a proof the list begins anew and nobody is signed out: what others
   * signed in to under a cookie that was planted, or copied, is not this person's.
   * @param origin of the sign-in
   * @returns the new proof, for a cookie of its own; undefined where everybody was signed out of the browser since it was
   *   proven, and nothing is entered
   */
  async function enter(
    id: string,
    proof: string | undefined,
    entry: Entry,
    origin: Origin,
  ): Promise<string | undefined> {
    for (;;) {
      const current = await documents.get(browserCollection, id);
      if (entry.emptied !== undefined && entry.emptied !== (current?.emptied ?? 0)) return undefined;
      const upTo = await provenUpTo(current, proof);
      const next = { id, ...withEntered(current, upTo, entry, clock.now()) };
      if (current && upTo > 0)
        await pushOut(current, next, upTo === current.generation ? 'too_many_accounts' : 'overtaken', origin);
      const stored = current
        ? await documents.replace(browserCollection, { ...next, revision: current.revision })
        : await documents.insert(browserCollection, next).catch((error: unknown) => {
            if (!(error instanceof Duplicate)) throw error;
            return undefined;
          });
      if (stored) return credentials.mint('browser', id, stored.generation);
    }
  }

  async function proven(id: string, proof: string | undefined): Promise<Browser | undefined> {
    const browser = await documents.get(browserCollection, id);
    return browser && (await isProven(browser, proof)) ? browser : undefined;
  }

  /** The accounts that signed in in a browser that proves it, also those that signed out. */
  const accountsOf = async (id: string, proof: string | undefined): Promise<readonly string[]> =>
    (await proven(id, proof))?.accounts ?? [];

  /** Makes a browser an account's own at a later count, where the account signed in in it before. */
  async function raiseIn(
    id: string,
    { account, signOuts: count }: SparedAccount,
    isMeant: (browser: Browser) => boolean,
  ): Promise<void> {
    await change(documents, browserCollection, id, (browser) => {
      const { accounts = [], signOuts = {} } = browser;
      const countThere = signOuts[account] ?? 0;
      if (!isMeant(browser) || !accounts.includes(account) || countThere >= count) return undefined;
      return { ...browser, signOuts: raised(signOuts, account, count) };
    });
  }

  return {
    idOf,
    /** A cookie for a browser that has none. Its record is made when somebody signs in. */
    newCookie: randomSecret,

    /** What stands for a window's cookie in records. */
    windowOf: (cookie: string): string => digest('window', cookie),

    /**
     * The sessions of a browser that proves them, the one used last first. They may have ended meanwhile: ask each.
     * @param window keyed hash of the window's cookie: without it no session is found that went with its window, or the
     * next person at a shared computer would choose it
     */
    async sessionsOf(
      id: string,
      proof: string | undefined,
      window: string | undefined,
    ): Promise<readonly BrowserSession[]> {
      const { sessions = [] } = (await proven(id, proof)) ?? {};
      return sessions.filter((session) => session.window === undefined || session.window === window);
    },

    enter,

    /** Puts a session first that was chosen: whoever is in place is never the one for whom there is no more room. */
    async moveUp(id: string, uid: string): Promise<void> {
      await change(documents, browserCollection, id, (browser) => {
        const chosen = browser.sessions.find((session) => session.uid === uid);
        if (!chosen || chosen === browser.sessions[0]) return undefined;
        return { ...browser, sessions: [chosen, ...browser.sessions.filter((one) => one !== chosen)] };
      });
    },

    accountsOf,

    /**
     * How often an account had been signed out everywhere when it last signed in in this browser: whoever was put out since
     * has a browser in which it signed in once, and no more.
     * @returns undefined where it never did since the list last began anew: whoever planted the browser's cookie and signs in
     *   with an account of their own has the proof of that, and of nobody before
     */
    async signOutsOf(id: string, proof: string | undefined, account: string): Promise<number | undefined> {
      const { accounts = [], signOuts = {} } = (await proven(id, proof)) ?? {};
      return accounts.includes(account) ? (signOuts[account] ?? 0) : undefined;
    },

    /**
     * Keeps a browser an account's own in which a session stayed when the account was signed out everywhere else. It can be
     * repeated. Not where the list began anew since the session was entered: then the browser is proven by somebody else.
     */
    async spare(id: string, uid: string, spared: SparedAccount): Promise<void> {
      await raiseIn(id, spared, ({ sessions }) => sessions.some((session) => session.uid === uid));
    },

    /**
     * The same for the browser of who signed an account out everywhere by a letter, which signs nobody in. Only where it was the
     * account's own until then: who was put out and reads the mail does not get back in by that.
     * @param spared with the count that this very step made: by a later one it would be put out by whoever made that
     */
    async stayOwn(id: string, proof: string | undefined, { account, signOuts }: SparedAccount): Promise<void> {
      const generation = (await proven(id, proof))?.generation;
      await change(documents, browserCollection, id, (browser) =>
        browser.generation === generation && browser.accounts?.includes(account)
          ? withOwnStep(browser, account, signOuts)
          : undefined,
      );
    },

    /** How often everybody was signed out of a browser: what was proven before the last time does not end in it any more. */
    emptied: async (id: string): Promise<number> => (await documents.get(browserCollection, id))?.emptied ?? 0,

    /**
     * Ends what was proven in a browser and is not entered yet, before everybody is signed out of it: of a sign-in that ends
     * at the same moment either the session is found, or nothing comes of it.
     * @param proof an older one will do: it ends what it showed, and shows nothing
     * @returns ids of the sessions that are entered, where any proof is given; some may have ended
     */
    async empty(id: string, proof: string | undefined): Promise<readonly string[]> {
      const empty = (browser: Browser): Browser => ({ ...browser, emptied: (browser.emptied ?? 0) + 1 });
      const browser = await change(documents, browserCollection, id, empty);
      return browser && (await provenUpTo(browser, proof)) > 0 ? browser.sessions.map(({ uid }) => uid) : [];
    },

    async leave(id: string, uid: string): Promise<void> {
      await change(documents, browserCollection, id, (browser) =>
        browser.sessions.some((session) => session.uid === uid)
          ? { ...browser, sessions: browser.sessions.filter((session) => session.uid !== uid) }
          : undefined,
      );
    },

    async sweep(): Promise<number> {
      return eachDue(documents, browserCollection, 'removeAt', clock.now(), (browser) =>
        documents.remove(browserCollection, browser),
      );
    },
  };
}
