import { change, Duplicate, eachDue, type Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Credentials, Digest } from '../keys/index.ts';
import type { Devices } from './devices.ts';
import { createPushingOut } from './pushed-out.ts';
import type { Sessions } from './sessions.ts';
import { browserCollection, type Browser, type BrowserSession } from './session.ts';

/** A browser that shows no activity for this long is forgotten. */
const kept: Seconds = 400 * 24 * 3600;
/** Accounts that one browser remembers: whoever signs in as one more signs out the one that did so longest ago. */
const most = 8;

/** An account, and how often it has been signed out everywhere by now. */
interface SparedAccount {
  readonly account: string;
  readonly signOuts: number;
}

/** Never lowered: what is told late takes nothing back. */
const raised = (counts: Readonly<Record<string, number>>, account: string, count: number) => ({
  ...counts,
  [account]: Math.max(counts[account] ?? 0, count),
});

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

  /** Not the proof of the sign-in before either, not for a moment: that one may have been planted. */
  async function isProven(browser: Browser, proof: string | undefined): Promise<boolean> {
    const pointer = proof === undefined ? undefined : await credentials.read('browser', proof);
    return pointer?.id === browser.id && pointer.generation === browser.generation;
  }

  /**
   * Enters a session, in place of an older one of the same account. Where that is one account too many, the one that
   * signed in longest ago is signed out. Without a proof the list begins anew: what somebody else signed in to under a
   * planted cookie is not this person's, to choose or to sign out.
   * @param session `doubtful` where it was let in by an app that asks for less: the browser is no more the account's own
   *   than it was. `signOuts` is how often the account had been signed out everywhere when it was proven
   * @param origin of the sign-in
   * @returns the new proof, for a cookie of its own
   */
  async function enter(
    id: string,
    proof: string | undefined,
    {
      doubtful = false,
      signOuts: count = 0,
      ...session
    }: BrowserSession & { readonly doubtful?: boolean | undefined; readonly signOuts?: number | undefined },
    origin: Origin,
  ): Promise<string> {
    for (;;) {
      const now = clock.now();
      const current = await documents.get(browserCollection, id);
      const known = current && (await isProven(current, proof)) ? current : undefined;
      const { sessions: older = [], accounts: before = [], signOuts = {} } = known ?? {};
      const sessions = [session, ...older.filter(({ account }) => account !== session.account)].slice(0, most);
      const all = doubtful ? before : [session.account, ...before.filter((account) => account !== session.account)];
      // Never forgotten before who has signed out: whoever is signed in here is found here, also when that has expired.
      const isIn = (account: string): boolean => sessions.some((one) => one.account === account);
      const accounts = [...all.filter(isIn), ...all.filter((account) => !isIn(account))].slice(0, most);
      const counts = doubtful ? signOuts : raised(signOuts, session.account, count);
      const next = {
        id,
        createdAt: current?.createdAt ?? now,
        generation: (current?.generation ?? 0) + 1,
        sessions,
        accounts,
        signOuts: Object.fromEntries(accounts.map((account) => [account, counts[account] ?? 0])),
        lastActiveAt: now,
        removeAt: now + kept,
      };
      await pushOut(id, known ?? {}, next, origin);
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
    isMeant: (browser: Browser, countThere: number) => boolean,
  ): Promise<void> {
    await change(documents, browserCollection, id, (browser) => {
      const { accounts = [], signOuts = {} } = browser;
      const countThere = signOuts[account] ?? 0;
      if (!isMeant(browser, countThere) || !accounts.includes(account) || countThere >= count) return undefined;
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
     */
    async stayOwn(id: string, proof: string | undefined, spared: SparedAccount): Promise<void> {
      const browser = await proven(id, proof);
      if (!browser) return;
      const { generation } = browser;
      await raiseIn(id, spared, (now, count) => now.generation === generation && count === spared.signOuts - 1);
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
