import type { Families, Family } from '../tokens/index.ts';
import type { AppNames } from './app-names.ts';
import { isLasting, standsAlone, type AppOnDevice, type BrowserDevice, type EndingOfOne } from './signed-in-device.ts';
import type { Sessions } from './sessions.ts';

/** Sign-ins of one session, and of one app on one device, that are looked at. */
const mostLookedAt = 200;

/** On which devices an app is signed in to an account: all sign-ins on one device are one thing. */
export function createSignedInApps(rooms: {
  readonly sessions: Pick<Sessions, 'get' | 'stateOf'>;
  readonly appNames: Pick<AppNames, 'get'>;
  readonly families: Pick<Families, 'list' | 'lives' | 'end'>;
}) {
  const { sessions, appNames, families } = rooms;

  /** Whoever its app is: one that is suspended may be opened again, and what was not ended comes back with it. */
  async function isSignedIn(family: Family): Promise<boolean> {
    if (!families.lives(family)) return false;
    if (isLasting(family) || family.session === undefined) return true;
    const session = await sessions.get(family.session);
    return session !== undefined && sessions.stateOf(session) !== undefined;
  }

  /** @returns undefined for what is somebody else's, or nobody's; `ended` for what was the account's */
  async function find(account: string, id: string): Promise<AppOnDevice | 'ended' | undefined> {
    const [all, record] = await Promise.all([families.list('onDevice', id, { limit: mostLookedAt }), appNames.get(id)]);
    const own = all.filter((family) => family.account === account);
    const signedIn = await Promise.all(own.map(isSignedIn));
    const [first, ...more] = own.filter((_, index) => signedIn[index]).sort((a, b) => b.last.at - a.last.at);
    const remembered = record?.account === account && { record };
    if (first) return { kind: 'app', id, families: [first, ...more], ...remembered };
    return own.length > 0 || remembered ? 'ended' : undefined;
  }

  /** Those of some sign-ins, each once, the one used last first. */
  async function of(account: string, some: readonly Family[]): Promise<AppOnDevice[]> {
    const ids = [...new Set(some.flatMap(({ onDevice }) => onDevice ?? []))];
    const found = await Promise.all(ids.map((id) => find(account, id)));
    return found
      .filter((app) => typeof app === 'object')
      .sort(({ families: [a] }, { families: [b] }) => b.last.at - a.last.at);
  }

  return {
    find,
    of,

    /** Those that are devices by themselves, by page. Each is on the page of its first sign-in that lasts. */
    async list(account: string, page: { readonly after?: string; readonly limit: number }) {
      const lasting = await families.list('lasting', account, page);
      const here = new Set(lasting.map(({ id }) => id));
      const apps = await of(account, lasting.filter(families.lives));
      const last = lasting.at(-1);
      return {
        apps: apps.filter((app) => here.has(firstLasting(app))),
        ...(lasting.length === page.limit && last && { after: last.id }),
      };
    },

    /** Those that end with a browser. */
    async inBrowser({ sessions: here }: Pick<BrowserDevice, 'sessions'>): Promise<AppOnDevice[]> {
      const found = await Promise.all(here.map(({ id }) => families.list('session', id, { limit: mostLookedAt })));
      const living = found.flat().filter((family) => !isLasting(family) && families.lives(family));
      const apps = await of(here[0].account ?? '', living);
      return apps.filter((app) => !standsAlone(app));
    },

    /**
     * Ends all sign-ins of an app on a device. Each is one step of one record, and can be repeated after a crash.
     * @returns whether it was the account's
     */
    async end(account: string, id: string, ending: EndingOfOne): Promise<boolean> {
      const { reason, ...circumstances } = ending;
      let isOwn = (await appNames.get(id))?.account === account;
      for (let after: string | undefined; ;) {
        const page = await families.list('onDevice', id, { limit: mostLookedAt, ...(after && { after }) });
        const own = page.filter((family) => family.account === account);
        isOwn ||= own.length > 0;
        // Whatever they hang on: with the app suspended they are only dead until the app is there again.
        await Promise.all(
          own.map((family) => families.end(family.id, reason, { ...circumstances, onlyIf: families.lives })),
        );
        if (page.length < mostLookedAt) return isOwn;
        after = page.at(-1)?.id;
      }
    },
  };
}

/** Ids are compared as the store does. */
const firstLasting = ({ families }: AppOnDevice): string =>
  families
    .filter(isLasting)
    .map(({ id }) => id)
    .reduce((a, b) => (a < b ? a : b), '~');
