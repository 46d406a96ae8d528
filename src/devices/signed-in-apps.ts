import { deviceOfApp, mostShown, type Families, type Family } from '../tokens/index.ts';
import type { AppNames } from './app-names.ts';
import {
  isLasting,
  standsAlone,
  type AppOnDevice,
  type BrowserDevice,
  type EndingOfOne,
  type Extent,
} from './signed-in-device.ts';
import type { Sessions } from './sessions.ts';

/**
 * On which devices an app is signed in to an account: all sign-ins on one device are one thing. All that an app keeps
 * there are looked at: one that was left out would not be shown. What is ended has no bound at all.
 */
export function createSignedInApps(rooms: {
  readonly sessions: Pick<Sessions, 'get' | 'stateOf'>;
  readonly appNames: Pick<AppNames, 'get'>;
  readonly families: Pick<Families, 'list' | 'each' | 'lives' | 'endAll'>;
}) {
  const { sessions, appNames, families } = rooms;

  /** Whoever its app is: one that is suspended may be opened again, and what was not ended comes back with it. */
  async function signedInOf(own: readonly Family[]): Promise<Family[]> {
    const living = own.filter(families.lives);
    const from = new Set(living.flatMap((family) => (isLasting(family) ? [] : (family.session ?? []))));
    const found = await Promise.all([...from].map(sessions.get));
    const goesOn = new Set(found.flatMap((session) => (session && sessions.stateOf(session) ? session.id : [])));
    return living.filter((family) => isLasting(family) || family.session === undefined || goesOn.has(family.session));
  }

  /** @returns undefined for what is somebody else's, or nobody's; `ended` for what was the account's */
  async function find(account: string, id: string): Promise<AppOnDevice | 'ended' | undefined> {
    const [all, record] = await Promise.all([
      Array.fromAsync(families.each('onDevice', id, mostShown)),
      appNames.get(id),
    ]);
    const own = all.filter((family) => family.account === account);
    const [first, ...more] = (await signedInOf(own)).sort((a, b) => b.last.at - a.last.at);
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

    /**
     * Those that are devices by themselves, by page. Each is on the page of its first sign-in that lasts; what a page has
     * room for is looked for among so many at most, then it may be empty though there are more.
     */
    async list(account: string, page: { readonly after?: string; readonly limit: number }) {
      const seen = new Set<string | undefined>();
      for (let { after } = page, looked = 0; ;) {
        const lasting = await families.list('lasting', account, { ...page, ...(after !== undefined && { after }) });
        const here = new Set(lasting.map(({ id }) => id));
        const others = lasting.filter((family) => families.lives(family) && !seen.has(family.onDevice));
        others.forEach(({ onDevice }) => seen.add(onDevice));
        const apps = (await of(account, others)).filter((app) => here.has(firstLasting(app)));
        after = lasting.length === page.limit ? lasting.at(-1)?.id : undefined;
        if (after === undefined) return { apps };
        looked += lasting.length;
        if (apps.length > 0 || looked >= mostShown) return { apps, after };
      }
    },

    /** Those that end with a browser. */
    async inBrowser({ sessions: here }: Pick<BrowserDevice, 'sessions'>): Promise<AppOnDevice[]> {
      const found = await Promise.all(here.map(({ id }) => Array.fromAsync(families.each('heldBy', id, mostShown))));
      const apps = await of(here[0].account ?? '', found.flat().filter(families.lives));
      return apps.filter((app) => !standsAlone(app));
    },

    /** Those that a browser's end leaves signed in. */
    async leftBy({ id, sessions: [{ account }] }: Pick<BrowserDevice, 'id' | 'sessions'>): Promise<AppOnDevice[]> {
      if (account === undefined) return [];
      const lasting = await Array.fromAsync(families.each('lasting', account, mostShown));
      return of(
        account,
        lasting.filter((family) => families.lives(family) && isOn(id)(family)),
      );
    },

    /** Ends those, however many there are. Each is one step of one record, and can be repeated after a crash. */
    async endLeftBy(account: string, device: string, { reason, ...how }: EndingOfOne): Promise<void> {
      await families.endAll('lasting', account, reason, isOn(device), { ...how, onlyIf: families.lives });
    },

    /**
     * Ends all sign-ins of an app on a device. Each is one step of one record, and can be repeated after a crash.
     * @returns whether it was the account's
     */
    async end(account: string, id: string, ending: EndingOfOne, { onlyLasting }: Extent = {}): Promise<boolean> {
      const { reason, ...circumstances } = ending;
      const known = await Promise.all([
        appNames.get(id),
        families.list('onDevice', id, { limit: 1 }).then(([one]) => one),
      ]);
      const isOwn = known.some((one) => one?.account === account);
      // Whatever they hang on: with the app suspended they are only dead until the app is there again.
      const how = { ...circumstances, onlyIf: families.lives };
      const ends = (family: Family): boolean => family.account === account && (!onlyLasting || isLasting(family));
      if (isOwn) await families.endAll('onDevice', id, reason, ends, how);
      return isOwn;
    },
  };
}

const isOn =
  (device: string) =>
  ({ onDevice = '' }: Family): boolean =>
    deviceOfApp(onDevice) === device;

/** Ids are compared as the store does. */
const firstLasting = ({ families }: AppOnDevice): string =>
  families
    .filter(isLasting)
    .map(({ id }) => id)
    .reduce((a, b) => (a < b ? a : b), '~');
