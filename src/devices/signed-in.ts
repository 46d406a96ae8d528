import type { Families, Family } from '../tokens/index.ts';
import type { AppNames } from './app-names.ts';
import { describeApp, describeBrowser, type DescribedDevice, type Describing } from './described.ts';
import type { Devices } from './devices.ts';
import type { Memories } from './memories.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { createSignedInApps } from './signed-in-apps.ts';
import type { AppOnDevice, BrowserDevice, EndingOfOne, Extent, SignedInDevice } from './signed-in-device.ts';

export interface SignedInPage {
  readonly devices: readonly SignedInDevice[];
  /** Where to go on. Absent when there is no more. */
  readonly cursor?: string;
}

export type SignedIn = ReturnType<typeof createSignedIn>;

/** Where an account is signed in, browsers and apps, each of which can be ended alone. */
export function createSignedIn(
  rooms: Describing & {
    readonly sessions: Sessions;
    readonly appNames: AppNames;
    readonly devices: Pick<Devices, 'get' | 'putOut'>;
    readonly memories: Pick<Memories, 'forget'>;
    readonly families: Families;
  },
) {
  const { sessions, devices, memories, families } = rooms;
  const apps = createSignedInApps(rooms);

  const asDevice = async (id: string, [first, ...more]: readonly Session[]): Promise<BrowserDevice | undefined> => {
    if (!first) return undefined;
    const device = await devices.get(id);
    return { kind: 'browser', id, ...(device && { device }), sessions: [first, ...more] };
  };

  /** Browsers first, then apps: a page may have some of each, and may be short. */
  async function list(
    account: string,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<SignedInPage> {
    const [, of = '', place = ''] = /^([bp]):(.*)$/.exec(after ?? '') ?? [];
    const browsers = of === 'p' ? [] : await sessions.list(account, { limit, ...(of === 'b' && { after: place }) });
    const here = (await signedInBy(browsers)).sort((a, b) => b.lastActiveAt - a.lastActiveAt);
    const byDevice = Object.groupBy(here, deviceOf);
    const found = await Promise.all(Object.entries(byDevice).map(([id, some]) => asDevice(id, some ?? [])));
    const shown = found.filter((device) => device !== undefined);
    const last = browsers.at(-1);
    if (browsers.length === limit && last) return { devices: shown, cursor: `b:${last.id}` };

    const page = await apps.list(account, { limit, ...(of === 'p' && place && { after: place }) });
    return { devices: [...shown, ...page.apps], ...(page.after !== undefined && { cursor: `p:${page.after}` }) };
  }

  /** Those of some sessions by which somebody is signed in: they live, or an app goes on in one whose time is over. */
  async function signedInBy(some: readonly Session[]): Promise<Session[]> {
    const found = await Promise.all(
      some.map(async (session) => {
        const state = sessions.stateOf(session);
        return state && (state.lives || (await families.holds(session.id))) ? [session] : [];
      }),
    );
    return found.flat();
  }

  /** What an id of an account's names: a browser, or an app on a device, one that ends with its browser too. */
  async function find(account: string, id: string): Promise<SignedInDevice | 'ended' | undefined> {
    const [device, here, app] = await Promise.all([devices.get(id), sessions.ofDevice(id), apps.find(account, id)]);
    if (app !== undefined) return app;
    const own = await signedInBy(here.filter((session) => session.account === account));
    if (own.length > 0) return asDevice(id, own);
    return device?.account === account ? 'ended' : undefined;
  }

  return {
    list,

    /** @returns undefined for what is somebody else's, or nobody's; `ended` for what was the account's */
    find,

    /** The apps on devices that some sign-ins of an account's are of, each once. */
    appsOf: (account: string, families: readonly Family[]): Promise<AppOnDevice[]> => apps.of(account, families),

    /** The names of the apps that a browser's end leaves signed in, unless they are ended with it. */
    async namesLeftBy(browser: Pick<BrowserDevice, 'id' | 'sessions'>): Promise<string[]> {
      const left = await Promise.all((await apps.leftBy(browser)).map((app) => describeApp(rooms, app)));
      return left.flatMap((app) => app?.app ?? []);
    },

    /**
     * Ends what an id names, and nothing beside it. By the answer its sessions, its families and all their opaque tokens
     * are dead on every node. Each is one step of one record, and can be repeated after a crash.
     * @returns whether it was the account's
     */
    async end(account: string, id: string, ending: EndingOfOne, extent: Extent = {}): Promise<boolean> {
      if (await apps.end(account, id, ending, extent)) return true;
      // Of a browser nothing goes on without it: whoever names one by mistake does not lose it.
      if (extent.onlyLasting) return false;
      if (ending.reason !== 'signed_out') {
        // From elsewhere it is perhaps not its owner's any more. First: whoever proves only the password in it from now on is
        // asked, also where the rest of this fails.
        await memories.forget(account, id, ending.origin);
        await devices.putOut(id, account);
      }
      const [device, here] = await Promise.all([devices.get(id), sessions.ofDevice(id)]);
      const own = here.filter((session) => session.account === account);
      await sessions.endEach(
        own.map((session) => session.id),
        ending,
      );
      // Afterwards: no app begins by a session that is over.
      if (extent.withLasting) await apps.endLeftBy(account, id, ending);
      return own.length > 0 || device?.account === account;
    },

    /** All that people are told about a device. @returns undefined for an app that is registered no more */
    describe: async (device: SignedInDevice): Promise<DescribedDevice | undefined> =>
      device.kind === 'browser'
        ? describeBrowser(rooms, device, await apps.inBrowser(device))
        : describeApp(rooms, device),
  };
}

/** Every session of somebody has one. */
const deviceOf = ({ id, device }: Session): string => device ?? id;
