import type { Context } from 'koa';
import type { Client } from '../../clients/index.ts';
import type { Asked, Consent } from '../../consents/index.ts';
import { together } from '../../consents/index.ts';
import { standsAlone, type SignedInDevice } from '../../devices/index.ts';
import { deviceOfApp, livingKey, mostShown, type Family } from '../../tokens/index.ts';
import type { DeviceShown } from '../pages/index.ts';
import { ownOf } from '../signed-in/index.ts';
import { describe } from './devices.ts';
import type { AccountHost } from './host.ts';

/** An app that an account is or was connected to. */
export interface Connection {
  readonly client: Client;
  /** What was consented to. An app of the installation's own needs no consent. */
  readonly consent?: Consent;
  /** Living ones. */
  readonly families: readonly Family[];
}

/** Consents of one page. */
const pageSize = 100;
const mostOfApp = 200;

/** The apps of an account, by name. Those without consent are on the first page. */
export async function connectionsOf(
  host: AccountHost,
  account: string,
  after: string | undefined,
): Promise<{ readonly connections: readonly Connection[]; readonly cursor?: string }> {
  const [consents, families] = await Promise.all([
    host.consents.list(account, { limit: pageSize, ...(after !== undefined && { after }) }),
    livingFamilies(host, account),
  ]);
  const given = new Map(consents.filter(host.consents.isGiven).map((consent) => [consent.client, consent]));
  const signedIn = after === undefined ? families.map(({ client }) => client) : [];
  const found = await Promise.all(
    [...new Set([...given.keys(), ...signedIn])].map(async (id) => {
      const client = await clientOf(host, id);
      const consent = given.get(id);
      const own = families.filter((family) => family.client === id);
      // A consent on another page: the app is there.
      const elsewhere = client && !client.firstParty && !consent;
      return client && !elsewhere ? [{ client, ...(consent && { consent }), families: own }] : [];
    }),
  );
  const last = consents.at(-1);
  return {
    connections: found.flat().sort((a, b) => a.client.name.localeCompare(b.client.name)),
    ...(consents.length === pageSize && last && { cursor: last.id }),
  };
}

/** One app of an account's. @returns undefined when the account has nothing to do with it */
export async function connectionOf(host: AccountHost, account: string, id: string): Promise<Connection | undefined> {
  const client = await clientOf(host, id);
  if (!client) return undefined;
  const key = livingKey({ account, client: id });
  const [consent, found] = await Promise.all([
    host.consents.find(account, client),
    host.families.list('living', key, { limit: mostOfApp }),
  ]);
  const families = found.filter(host.families.lives);
  if (!consent && families.length === 0) return undefined;
  return { client, ...(consent && { consent }), families };
}

/** A suspended one too: what it was allowed is there, and may be taken away. */
async function clientOf({ clients }: AccountHost, id: string): Promise<Client | undefined> {
  return (await clients.find(id)) ?? ((await clients.get(id)) ? clients.show(id) : undefined);
}

/** Whoever has more sees all devices on their page all the same. */
async function livingFamilies({ families }: AccountHost, account: string): Promise<Family[]> {
  const found = await Array.fromAsync(families.each('signedIn', account, mostShown));
  return found.filter(families.lives);
}

/** Since when it is connected. */
export const sinceOf = ({ consent, families }: Connection): number =>
  consent?.createdAt ?? Math.min(...families.map(({ createdAt }) => createdAt));

/** Where it is signed in: browsers, and devices on which it stands for itself. */
export async function whereOf(host: AccountHost, ctx: Context, { families }: Connection): Promise<DeviceShown[]> {
  const { account } = ownOf(ctx);
  const apps = await host.signedIn.appsOf(account.id, families);
  const ids = new Set(apps.filter((app) => !standsAlone(app)).map(({ id }) => deviceOfApp(id)));
  const browsers = await Promise.all([...ids].map((id) => host.signedIn.find(account.id, id)));
  const devices: SignedInDevice[] = [...browsers.filter((one) => typeof one === 'object'), ...apps.filter(standsAlone)];
  const shown = await Promise.all(devices.map((device) => describe(host, ctx, device)));
  return shown.flatMap((device) => device ?? []);
}

/** What it may do: what was consented to, and for an app of our own what its sign-ins were granted. */
export function allowedOf({ consent, families }: Connection): Asked {
  const granted = families.map(({ grant }): Asked => ({
    scopes: grant.openid?.scope?.split(' ') ?? [],
    claims: [],
    resources: Object.fromEntries(
      Object.entries(grant.resources ?? {}).map(([resource, scope]) => [resource, scope.split(' ')]),
    ),
  }));
  const nothing: Asked = { scopes: [], claims: [], resources: {} };
  return consent ?? granted.reduce(together, nothing);
}
