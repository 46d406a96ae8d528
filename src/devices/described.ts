import type { Client, Clients } from '../clients/index.ts';
import type { Seconds } from '../clock.ts';
import { deviceOfApp } from '../tokens/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { looksIn, looksOf, type Looks } from './device.ts';
import type { Devices } from './devices.ts';
import type { AppOnDevice, BrowserDevice, SignedInDevice } from './signed-in-device.ts';

/** An app on a device. */
export interface DescribedApp {
  /** By it the app can be ended alone, with all its sign-ins there. */
  readonly id: string;
  readonly client: string;
  readonly name: string;
  /** Its first sign-in there. */
  readonly since: Seconds;
  readonly lastActive: Seconds;
}

/** A device with all that people are told about it, in no language yet. */
export interface DescribedDevice extends Looks {
  readonly kind: SignedInDevice['kind'];
  readonly id: string;
  /** What the person calls it. */
  readonly ownName?: string;
  /** Kind `app`: the app's name. */
  readonly app?: string;
  readonly firstSeen: Seconds;
  readonly lastActive: Seconds;
  /** When its person last proved who they are there. */
  readonly signedIn?: Seconds;
  /** How (RFC 8176). */
  readonly methods: readonly string[];
  /** The apps that end with it; kind `app`: itself. */
  readonly apps: readonly DescribedApp[];
}

export interface Describing {
  readonly clients: Pick<Clients, 'find'>;
  readonly devices: Pick<Devices, 'get'>;
  readonly places: Places;
}

/** @param apps those that end with it. Those that are registered no more are left out: they are dead */
export async function describeBrowser(
  { clients, places }: Describing,
  { id, device, sessions: [latest] }: BrowserDevice,
  apps: readonly AppOnDevice[],
): Promise<DescribedDevice> {
  const described = await Promise.all(
    apps.map(async (app) => {
      const client = await clients.find(app.families[0].client);
      return client ? [appOf(app, client)] : [];
    }),
  );
  return {
    kind: 'browser',
    id,
    ...(device?.name !== undefined && { ownName: device.name }),
    ...looksOf(places, latest.last),
    firstSeen: device?.createdAt ?? latest.createdAt,
    lastActive: Math.max(latest.lastActiveAt, ...apps.map(({ families: [family] }) => family.last.at)),
    signedIn: latest.authTime ?? latest.createdAt,
    methods: latest.amr ?? [],
    apps: described.flat(),
  };
}

/** @returns undefined for an app that is registered no more: nothing of it is good */
export async function describeApp(rooms: Describing, app: AppOnDevice): Promise<DescribedDevice | undefined> {
  const { id, record, families } = app;
  const client = await rooms.clients.find(families[0].client);
  if (!client) return undefined;
  const described = appOf(app, client);
  return {
    kind: 'app',
    id,
    app: client.name,
    ...(record?.name !== undefined && { ownName: record.name }),
    ...(await looksOfApp(rooms, app, client)),
    firstSeen: described.since,
    lastActive: described.lastActive,
    methods: families[0].source.amr ?? [],
    apps: [described],
  };
}

/** By what it sends, and where that does not say on what, by the browser that it was signed in through. */
async function looksOfApp({ devices }: Describing, { id, families }: AppOnDevice, client: Client): Promise<Looks> {
  // Behind a web app is a server: what that is and where says nothing about a person.
  const { agent, place }: Looks = client.kind === 'web' ? { agent: {}, place: {} } : looksIn(families[0].last);
  const device = agent.system === undefined ? await devices.get(deviceOfApp(id)) : undefined;
  const { system, form } = device?.agent ?? {};
  return { agent: { ...agent, ...(system && { system }), ...(form && { form }) }, place };
}

const appOf = ({ id, record, families }: AppOnDevice, client: Client): DescribedApp => ({
  id,
  client: client.id,
  name: client.name,
  since: Math.min(record?.createdAt ?? Infinity, ...families.map(({ createdAt }) => createdAt)),
  lastActive: families[0].last.at,
});
