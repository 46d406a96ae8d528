import { knownLanguages, textsIn, type Brand, type Localised, type TextKey } from './brand/index.ts';
import type { ApiDeclaration, ClientDeclaration, OwnDeclarations } from './clients/index.ts';

/** The pages of "my account": a first-party client of the engine like any other, so that nothing there is a special case. */
export const accountClient = { id: 'postern-account', home: '/account', callback: '/account/callback' } as const;

/** Where the admin pages are. Who opens them signs in as to "my account". */
export const adminHome = '/admin';

/** The API by which an app lists and ends devices for its user. */
export const accountApi = {
  path: '/api/account',
  scopes: { read: 'devices:read', end: 'devices:end' },
} as const;

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
  const api: ApiDeclaration = {
    id: `${issuer}${accountApi.path}`,
    name: brand.name,
    scopes: [
      { name: accountApi.scopes.read, description: inWords('scope.devices-read') },
      { name: accountApi.scopes.end, description: inWords('scope.devices-end') },
    ],
  };
  return { clients: [client], apis: [api] };
}
