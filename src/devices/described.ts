import type { Client, Clients } from '../clients/index.ts';
import type { Seconds } from '../clock.ts';
import type { Family } from '../tokens/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { looksIn, looksOf, type Looks } from './device.ts';
import type { BrowserDevice, SignedInDevice } from './signed-in-device.ts';

/** One sign-in of one app. */
export interface DescribedApp {
  /** That of its family: by it the sign-in can be ended alone. */
  readonly id: string;
  readonly client: string;
  readonly name: string;
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
  /** The sign-ins of apps that end with it; kind `app`: itself. */
  readonly apps: readonly DescribedApp[];
}

export interface Describing {
  readonly clients: Pick<Clients, 'find'>;
  readonly places: Places;
}

/** @param families sign-ins of apps that end with it. Those of apps that are registered no more are left out: they are dead */
export async function describeBrowser(
  { clients, places }: Describing,
  { id, device, sessions: [latest] }: BrowserDevice,
  families: readonly Family[],
): Promise<DescribedDevice> {
  const apps = await Promise.all(
    families.map(async (family) => {
      const client = await clients.find(family.client);
      return client ? [appOf(family, client)] : [];
    }),
  );
  return {
    kind: 'browser',
    id,
    ...(device?.name !== undefined && { ownName: device.name }),
    ...looksOf(places, latest.last),
    firstSeen: device?.createdAt ?? latest.createdAt,
    lastActive: Math.max(latest.lastActiveAt, ...families.map(({ last }) => last.at)),
    signedIn: latest.authTime ?? latest.createdAt,
    methods: latest.amr ?? [],
    apps: apps.flat(),
  };
}

/** @returns undefined for an app that is registered no more: nothing of it is good */
export async function describeApp({ clients }: Describing, family: Family): Promise<DescribedDevice | undefined> {
  const client = await clients.find(family.client);
  if (!client) return undefined;
  return {
    kind: 'app',
    id: family.id,
    app: client.name,
    // Behind a web app is a server: where that is says nothing about a person.
    ...(client.kind === 'web' ? { agent: {}, place: {} } : looksIn(family.last)),
    firstSeen: family.createdAt,
    lastActive: family.last.at,
    methods: family.source.amr ?? [],
    apps: [appOf(family, client)],
  };
}

const appOf = ({ id, createdAt, last }: Family, client: Client): DescribedApp => ({
  id,
  client: client.id,
  name: client.name,
  since: createdAt,
  lastActive: last.at,
});
