import type { Localised } from '../brand/index.ts';

/** Scopes of OpenID Connect itself (OIDC Core §5.4, §11). No API may have a scope of such a name. */
export const oidcScopes = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'] as const;
export type OidcScope = (typeof oidcScopes)[number];

export const isOidcScope = (scope: string): scope is OidcScope => (oidcScopes as readonly string[]).includes(scope);

/** A scope of an API, and what it allows in words for the person who is asked. */
export interface ApiScope {
  readonly name: string;
  readonly description?: Localised;
}

interface Limited {
  readonly scopes?: readonly string[];
}

/** The OIDC scopes that a client may ask for. `openid` is always among them: it gives nothing but who is there. */
export const oidcScopesOf = ({ scopes }: Limited): OidcScope[] =>
  oidcScopes.filter((scope) => scope === 'openid' || !scopes || scopes.includes(scope));

/** The scopes of an API that a client may ask for. */
export const apiScopesOf = (
  client: Limited & { readonly apis: readonly string[] },
  api: { readonly id: string; readonly scopes: readonly ApiScope[] },
): ApiScope[] =>
  client.apis.includes(api.id) ? api.scopes.filter(({ name }) => !client.scopes || client.scopes.includes(name)) : [];
