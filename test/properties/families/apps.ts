import type { Client } from '../../../src/clients/index.ts';
import { basic, callback } from '../../support/apps.ts';
import type { Nodes } from '../../support/nodes.ts';
import type { Policy } from './spec.ts';

/** An app of one of the kinds that differ in what their families may do. */
export interface AppUnderTest {
  readonly name: AppName;
  readonly id: string;
  /** How it proves itself: nothing for a public one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly policy: Policy;
  /** What it asks for when somebody signs in. */
  readonly scope: string;
  /** The APIs that it then may ask for. Where there is none its access tokens are for userinfo. */
  readonly apis: readonly string[];
  /** Whether one sequence has it for itself, and may remove it. */
  readonly own: boolean;
}

export const api = 'https://api.example.com';
export const jwtApi = 'https://jwt.example.com';

const always = { rotation: 'always' } as const;

const declarations = {
  spa: { kind: 'spa' },
  'spa without a window': { kind: 'spa', refresh: { reuseInterval: 0 } },
  'spa that is held to its browser': { kind: 'spa', refresh: { changes: { userAgent: 'revoke' } } },
  // It may use the other one as well, and asks nobody for that.
  'spa of an API': { kind: 'spa', apis: [api, jwtApi], defaultApi: api },
  'spa with JWTs': { kind: 'spa', apis: [jwtApi], defaultApi: jwtApi },
  'spa that outlives its session': { kind: 'spa', refresh: { survivesSignOut: true } },
  web: { kind: 'web' },
  'web of two APIs': { kind: 'web', apis: [api, jwtApi], defaultApi: api },
  'web that keeps its token': { kind: 'web', refresh: { rotation: 'never' } },
  'spa with a key': { kind: 'spa', refresh: always },
  'web with a key': { kind: 'web', refresh: always },
} as const;
export type AppName = keyof typeof declarations;
/** One of the kinds, or a SPA that a sequence has for itself, and may remove. */
export type AppChoice = AppName | 'its own';
export const appNames = Object.keys(declarations) as AppName[];

/** How long sessions live, used or not: most families outlive theirs, and it is over within what a sequence lasts. */
export const sessionLifetime = 2 * 3600;

/** Families end by themselves within what a sequence lasts. */
const lifetimes = { idle: 24 * 3600, absolute: 3 * 24 * 3600 };

/** What is proven here is rotation by itself: with the rules about who uses a family a stranger ends it at once. */
const anySender = { changes: { userAgent: 'allow', system: 'allow' } } as const;

/** Registers an app of each kind. */
export async function addApps(nodes: Nodes): Promise<ReadonlyMap<AppName, AppUnderTest>> {
  const { apis } = nodes.rooms.clients;
  const scopes = [{ name: 'read' }, { name: 'write' }];
  await apis.add({ id: api, name: 'API', scopes });
  await apis.add({ id: jwtApi, name: 'API with JWTs', scopes, tokenFormat: 'jwt' });
  const apps = new Map<AppName, AppUnderTest>();
  for (const name of appNames) apps.set(name, await addApp(nodes, name));
  return apps;
}

/** Registers one more app of a kind. */
export async function addApp({ rooms }: Nodes, name: AppName, own = false): Promise<AppUnderTest> {
  const declaration = declarations[name];
  const { client, secret } = await rooms.clients.add({
    ...declaration,
    name,
    firstParty: true,
    redirectUris: [callback],
    refresh: { ...lifetimes, ...anySender, ...('refresh' in declaration && declaration.refresh) },
  });
  return {
    name,
    id: client.id,
    headers: secret === undefined ? {} : basic(client.id, secret),
    policy: policyOf(client, name.endsWith('key')),
    scope: client.defaultApi === undefined ? 'openid email' : 'openid read',
    apis: name === 'web of two APIs' ? client.apis : [client.defaultApi ?? []].flat(),
    own,
  };
}

function policyOf({ kind, refresh, createdAt }: Client, withKey: boolean): Policy {
  return {
    ...refresh,
    since: createdAt,
    heldToSender: refresh.changes.userAgent === 'revoke',
    rotates: refresh.rotation !== 'never',
    boundTo: withKey ? 'key' : kind === 'web' ? 'client' : 'agent',
  };
}

/** Registers what asks about the APIs' access tokens. @returns the headers that it asks with */
export async function addAsker({ rooms }: Nodes): Promise<Readonly<Record<string, string>>> {
  const { client, secret } = await rooms.clients.add({ name: 'The APIs', kind: 'api', serves: [api, jwtApi] });
  return basic(client.id, secret ?? '');
}
