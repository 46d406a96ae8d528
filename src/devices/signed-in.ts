import type { Families, Family } from '../tokens/index.ts';
import { describeApp, describeBrowser, type DescribedDevice, type Describing } from './described.ts';
import type { Devices } from './devices.ts';
import type { Ending } from './endings.ts';
import type { Memories } from './memories.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { AppSignIn, BrowserDevice, SignedInDevice } from './signed-in-device.ts';

export interface SignedInPage {
  readonly devices: readonly SignedInDevice[];
  /** Where to go on. Absent when there is no more. */
  readonly cursor?: string;
}

/** Why something of an account's ends, whatever it is. */
export type EndingOfOne = Ending & {
  readonly reason: 'signed_out' | 'ended_by_owner' | 'ended_by_app' | 'ended_by_admin';
};

/** Apps of one session that are looked at. */
const mostApps = 200;

/** Whether a sign-in of an app is a device by itself: it does not end with the browser it came from. */
export const isLasting = ({ survivesSignOut }: Pick<Family, 'survivesSignOut'>): boolean => survivesSignOut;

export type SignedIn = ReturnType<typeof createSignedIn>;

/** Where an account is signed in, browsers and apps, each of which can be ended alone. */
export function createSignedIn(
  rooms: Describing & {
    readonly sessions: Sessions;
    readonly devices: Devices;
    readonly memories: Pick<Memories, 'forget'>;
    readonly families: Families;
  },
) {
  const { sessions, devices, memories, families } = rooms;

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

    const apps = await families.list('lasting', account, { limit, ...(of === 'p' && place && { after: place }) });
    const signedIn = apps
      .filter(families.lives)
      .sort((a, b) => b.last.at - a.last.at)
      .map((family): AppSignIn => ({ kind: 'app', id: family.id, family }));
    const end = apps.at(-1);
    return {
      devices: [...shown, ...signedIn],
      ...(apps.length === limit && end && { cursor: `p:${end.id}` }),
    };
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

  /** Sign-ins of apps that end with a device, the one used last first. */
  async function appsOn({ sessions: here }: Pick<BrowserDevice, 'sessions'>): Promise<Family[]> {
    const found = await Promise.all(here.map(({ id }) => families.list('session', id, { limit: mostApps })));
    return found
      .flat()
      .filter((family) => !isLasting(family) && families.lives(family))
      .sort((a, b) => b.last.at - a.last.at);
  }

  /**
   * What an id of an account's names: a browser, or a sign-in of an app, one that ends with its browser too.
   * @returns undefined for what is somebody else's, or nobody's; `ended` for what was the account's
   */
  async function find(account: string, id: string): Promise<SignedInDevice | 'ended' | undefined> {
    const [device, here, family] = await Promise.all([devices.get(id), sessions.ofDevice(id), families.get(id)]);
    if (family?.account === account) return (await isSignedIn(family)) ? { kind: 'app', id, family } : 'ended';
    const own = await signedInBy(here.filter((session) => session.account === account));
    if (own.length > 0) return asDevice(id, own);
    return device?.account === account ? 'ended' : undefined;
  }

  /** Whoever its app is: one that is suspended may be opened again, and what was not ended comes back with it. */
  async function isSignedIn(family: Family): Promise<boolean> {
    if (!families.lives(family)) return false;
    if (isLasting(family) || family.session === undefined) return true;
    const session = await sessions.get(family.session);
    return session !== undefined && sessions.stateOf(session) !== undefined;
  }

  /**
   * Ends what an id names, and nothing beside it. By the answer its sessions, its families and all their opaque tokens
   * are dead on every node. Each is one step of one record, and can be repeated after a crash.
   * @returns whether it was the account's
   */
  async function end(account: string, id: string, ending: EndingOfOne): Promise<boolean> {
    const family = await families.get(id);
    if (family?.account === account) {
      // Whatever it hangs on: with its app suspended it is only dead until the app is there again.
      await families.end(id, ending.reason, { ...ending, onlyIf: families.lives });
      return true;
    }
    // First: whoever proves only the password in it from now on is asked, also where the rest of this fails.
    await memories.forget(account, id, ending.origin);
    const [device, here] = await Promise.all([devices.get(id), sessions.ofDevice(id)]);
    const own = here.filter((session) => session.account === account);
    await Promise.all(own.map((session) => sessions.end(session.id, ending)));
    return own.length > 0 || device?.account === account;
  }

  /** All that people are told about a device. @returns undefined for an app that is registered no more */
  const describe = async (device: SignedInDevice): Promise<DescribedDevice | undefined> =>
    device.kind === 'browser'
      ? describeBrowser(rooms, device, await appsOn(device))
      : describeApp(rooms, device.family);

  return { list, find, describe, end };
}

/** Every session of somebody has one. */
const deviceOf = ({ id, device }: Session): string => device ?? id;
