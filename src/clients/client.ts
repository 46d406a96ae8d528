import type { Collection } from '../../adapters/store.ts';
import type { Accent, ClientBrand, TextOverrides } from '../brand/index.ts';
import type { Seconds } from '../clock.ts';
import type { SigningAlgorithm } from '../keys/index.ts';
import type { RefreshPolicy } from '../tokens/index.ts';
import type { ApiDeclaration, ClientDeclaration } from './declaration.ts';
import type { PublicKeys } from './jwks.ts';
import { hasSecret, kinds, type AuthMethod, type ClientKind, type SenderConstraint } from './kinds.ts';
import type { By, Declared } from './shelf.ts';
import type { ApiScope } from './scopes.ts';
import { living, type Secret } from './secrets.ts';

/** A client as it is kept. */
export interface ClientRecord extends Declared<ClientDeclaration> {
  readonly secrets: readonly Secret[];
}

export const clientCollection: Collection<ClientRecord> = {
  name: 'clients',
  indexes: ['declaredBy'],
  due: ['owedSince', 'removedAt'],
};

export type ApiRecord = Declared<ApiDeclaration>;

export const apiCollection: Collection<ApiRecord> = {
  name: 'apis',
  indexes: ['declaredBy'],
  due: ['owedSince', 'removedAt'],
};

/** Lifetimes of the installation, in seconds: they hold where a client or an API says nothing else. */
export interface Lifetimes {
  readonly accessToken: Seconds;
  readonly jwtAccessToken: Seconds;
  readonly refreshIdle: Seconds;
  readonly refreshAbsolute: Seconds;
}

/** An API of an installation's own, and the kinds of clients that may use it. */
export type OwnApiDeclaration = ApiDeclaration & { readonly usedBy: readonly ClientKind[] };

/** What an installation is to itself, beside what is declared by others. */
export interface OwnDeclarations {
  readonly clients: readonly (ClientDeclaration & { readonly id: string })[];
  readonly apis: readonly OwnApiDeclaration[];
}

/** Records of what is in no store, by id: as old as time, so that nothing was ever issued before it. */
export const ownRecords = <D extends { readonly id: string }>(declarations: readonly D[] = []) =>
  declarations.map((declaration) => ({
    id: declaration.id,
    revision: 1,
    declaration,
    declaredBy: 'postern' as const,
    createdAt: 0,
    changedAt: 0,
  }));

/** A client as everybody sees it: what was declared, and what follows from its kind and the installation. */
export interface Client extends ClientBrand {
  readonly id: string;
  readonly name: string;
  readonly kind: ClientKind;
  readonly firstParty: boolean;
  readonly disabled: boolean;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly origins: readonly string[];
  readonly backchannelLogoutUri?: string;
  readonly accent?: Accent;
  readonly texts?: TextOverrides;
  /** See `oidcScopesOf` and `apiScopesOf`. */
  readonly scopes?: readonly string[];
  readonly apis: readonly string[];
  readonly defaultApi?: string;
  /** Kind `api`: the APIs about whose tokens it may ask. */
  readonly serves: readonly string[];
  readonly authMethod: AuthMethod;
  readonly jwks?: PublicKeys;
  readonly jwksUri?: string;
  readonly pairwise: boolean;
  readonly sector?: string;
  readonly idTokenSigningAlg: SigningAlgorithm;
  readonly senderConstrained: SenderConstraint;
  readonly refresh: RefreshPolicy;
  readonly secondFactor?: 'by-risk' | 'optional' | 'required';
  /** For how long a browser may be spared its second factor, at most; 0 for not at all. */
  readonly rememberFactorFor?: Seconds;
  readonly dangerouslyAllowNoPkce: boolean;
  readonly dangerouslyAllowOneFactor: boolean;
  readonly secrets: readonly Secret[];
  readonly declaredBy: By;
  /** What was issued to a client of this id before then was issued to another one. */
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
}

/** Fills in what follows from the kind and the installation. */
export function resolveClient(record: ClientRecord, lifetimes: Lifetimes): Client {
  const { id, declaration, secrets, declaredBy, createdAt, changedAt } = record;
  const { secretFrom: _reference, dangerouslyAllowHttpLoopback: _checked, ...declared } = declaration;
  const kind = kinds[declared.kind];
  const { redirectUris = [], apis = [] } = declared;
  // A machine that may use one API means that one; for people, an access token without an API is for userinfo.
  const defaultApi = declared.defaultApi ?? (declared.kind === 'machine' && apis.length === 1 ? apis[0] : undefined);
  return {
    firstParty: false,
    disabled: false,
    postLogoutRedirectUris: [],
    serves: [],
    pairwise: false,
    idTokenSigningAlg: 'ES256',
    senderConstrained: 'none',
    authMethod: kind.authMethods[0],
    dangerouslyAllowNoPkce: false,
    dangerouslyAllowOneFactor: false,
    ...declared,
    id,
    redirectUris,
    apis,
    origins: declared.origins ?? (declared.kind === 'spa' ? originsOf(redirectUris) : []),
    ...(defaultApi !== undefined && { defaultApi }),
    refresh: resolveRefresh(declared, lifetimes),
    secrets,
    declaredBy,
    createdAt,
    changedAt,
  };
}

/** What holds where a client says nothing, or no more than when it ends in any case: no sign-in stays unused for longer. */
export const usualRefresh = (kind: ClientKind, lifetimes: Lifetimes, absolute?: Seconds): RefreshPolicy => ({
  ...resolveRefresh({ kind, ...(absolute !== undefined && { refresh: { absolute } }) }, lifetimes),
  absolute: lifetimes.refreshAbsolute,
});

function resolveRefresh(
  { kind, refresh = {} }: Pick<ClientDeclaration, 'kind' | 'refresh'>,
  lifetimes: Lifetimes,
): RefreshPolicy {
  const { changes, devices, ...declared } = refresh;
  const { refresh: usual } = kinds[kind];
  const absolute = declared.absolute ?? lifetimes.refreshAbsolute;
  return {
    ...usual,
    idle: Math.min(lifetimes.refreshIdle, absolute),
    ...declared,
    absolute,
    changes: { ...usual.changes, ...changes },
    ...(devices && { devices: { beyond: 'end-oldest', ...devices } }),
  };
}

const originsOf = (uris: readonly string[]): string[] => [...new Set(uris.map((uri) => new URL(uri).origin))];

/** The authentication method that a declaration means. */
export const authMethodOf = ({ kind, authMethod }: ClientDeclaration): AuthMethod =>
  authMethod ?? kinds[kind].authMethods[0];

/** Whether a client of this declaration proves who it is by a secret. */
export const needsSecret = (declaration: ClientDeclaration): boolean => hasSecret(authMethodOf(declaration));

/** A client for people who administer it: everything but the hashes of its secrets. */
export function presentClient(client: Client, now: Seconds) {
  const { id, name, kind, secrets, ...rest } = client;
  return { id, name, kind, ...rest, secrets: living(secrets, now).map(({ hash: _, ...secret }) => secret) };
}

/** An API as everybody sees it. */
export interface Api {
  /** Its resource indicator (RFC 8707). */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly tokenFormat: 'opaque' | 'jwt';
  readonly accessTokenLifetime: Seconds;
  /** What its JWTs are signed with. */
  readonly signingAlg: SigningAlgorithm;
  readonly declaredBy: By;
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
}

export function resolveApi(
  { id, declaration, declaredBy, createdAt, changedAt }: ApiRecord,
  lifetimes: Lifetimes,
): Api {
  const { tokenFormat = 'opaque' } = declaration;
  return {
    scopes: [],
    signingAlg: 'ES256',
    accessTokenLifetime: tokenFormat === 'jwt' ? lifetimes.jwtAccessToken : lifetimes.accessToken,
    ...declaration,
    id,
    tokenFormat,
    declaredBy,
    createdAt,
    changedAt,
  };
}
