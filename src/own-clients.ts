import { knownLanguages, textsIn, type Brand, type Localised, type TextKey } from './brand/index.ts';
import type { ClientDeclaration, ClientKind, OwnDeclarations } from './clients/index.ts';
import type { Seconds } from './clock.ts';

/** The pages of "my account": a first-party client of the engine like any other, so that nothing there is a special case. */
export const accountClient = {
  id: 'postern-account',
  home: '/account',
  callback: '/account/callback',
  /** Where another account is chosen. */
  switch: '/account/switch',
} as const;

/** Where the admin pages are. Who opens them signs in as to "my account". */
export const adminHome = '/admin';

/** An API of Postern's own: where it is, and who asks there. */
export interface OwnApi {
  readonly path: string;
  /** What it calls itself where it refuses a token (RFC 6750 §3). */
  readonly realm: string;
  readonly usedBy: readonly ClientKind[];
  /** Whether scripts in browsers may read its answers (CORS). */
  readonly forScripts: boolean;
}

/** The API by which an app lists and ends devices for its user. */
export const accountApi = {
  path: '/api/account',
  realm: 'account',
  usedBy: ['web', 'spa', 'native'],
  forScripts: true,
  scopes: { read: 'devices:read', end: 'devices:end' },
} as const satisfies OwnApi & { scopes: object };

/** The API by which a program administers clients and APIs, for itself and on behalf of nobody. */
export const adminApi = {
  path: '/api/admin',
  realm: 'admin',
  usedBy: ['machine'],
  forScripts: false,
  scopes: {
    clients: { read: 'clients:read', write: 'clients:write' },
    apis: { read: 'apis:read', write: 'apis:write' },
  },
} as const satisfies OwnApi & { scopes: object };

/** A copy of a token that can make clients is worth a lot, and the program that has it may ask for the next at any time. */
const adminTokenLifetime: Seconds = 600;

/** The API of Postern's own that a path belongs to. */
export const ownApiAt = (path: string): OwnApi | undefined =>
  [accountApi, adminApi].find((api) => path === api.path || path.startsWith(`${api.path}/`));

/** What Postern itself is to its engine: found like any client and API, kept in no store, and changed by nobody. */
export function ownDeclarations({
  issuer,
  brand,
}: {
  readonly issuer: string;
  readonly brand: Brand;
}): OwnDeclarations {
  const inWords = (key: TextKey): Localised =>
    Object.fromEntries(knownLanguages.map((language) => [language, textsIn(language, [brand.texts]).text(key)]));

  const client: ClientDeclaration & { readonly id: string } = {
    id: accountClient.id,
    name: brand.name,
    // It has no secret, so nobody can redeem its codes: a code only says that somebody is signed in in this browser.
    kind: 'web',
    firstParty: true,
    redirectUris: [`${issuer}${accountClient.callback}`],
    homepage: `${issuer}${accountClient.home}`,
    scopes: ['openid'],
    texts: {
      'page.for-app': inWords('account.for'),
      'page.back-to-app': inWords('page.cancel'),
      'next.app': inWords('next.account'),
    },
  };
  return {
    clients: [client],
    apis: [
      {
        id: `${issuer}${accountApi.path}`,
        name: brand.name,
        usedBy: accountApi.usedBy,
        scopes: [
          { name: accountApi.scopes.read, description: inWords('scope.devices-read') },
          { name: accountApi.scopes.end, description: inWords('scope.devices-end') },
        ],
      },
      {
        id: `${issuer}${adminApi.path}`,
        name: brand.name,
        usedBy: adminApi.usedBy,
        accessTokenLifetime: adminTokenLifetime,
        // No person is ever asked for them, so they are in nobody's words.
        scopes: Object.values(adminApi.scopes).flatMap(({ read, write }) => [{ name: read }, { name: write }]),
      },
    ],
  };
}
