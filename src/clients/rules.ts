import { problemsOf } from '../brand/index.ts';
import { unprovenReuseInterval } from '../tokens/index.ts';
import type { ApiDeclaration, ClientDeclaration } from './declaration.ts';
import { publicKeysProblem } from './jwks.ts';
import { hasSecret, kinds, type ClientKind } from './kinds.ts';
import { ownApiProblems, type OwnApis } from './own-apis.ts';
import type { Problem } from './problems.ts';
import { redirectUriProblem, type RedirectedKind } from './redirect-uris.ts';
import { isOidcScope } from './scopes.ts';
import { originProblem, parseExactly, webUrlProblem } from './urls.ts';

/** Where a declaration is to hold. */
export interface Surroundings {
  /** Whether only this machine can reach us. */
  readonly development: boolean;
  /** Whether a proxy tells which certificate a client has shown. */
  readonly clientCertificates: boolean;
  readonly ownApis: OwnApis;
}

const people: readonly ClientKind[] = ['web', 'spa', 'native'];

/** Fields that only some kinds have. Elsewhere they would say something that nobody acts on. */
const fieldsOfKinds: Partial<Record<keyof ClientDeclaration, readonly ClientKind[]>> = {
  firstParty: people,
  redirectUris: people,
  postLogoutRedirectUris: people,
  origins: people,
  backchannelLogoutUri: ['web'],
  termsUrl: people,
  privacyUrl: people,
  accent: people,
  texts: people,
  scopes: [...people, 'machine'],
  apis: [...people, 'machine'],
  defaultApi: [...people, 'machine'],
  serves: ['api'],
  pairwise: people,
  sector: people,
  idTokenSigningAlg: people,
  refresh: people,
  senderConstrained: [...people, 'machine'],
  jwks: ['web', 'machine', 'api'],
  jwksUri: ['web', 'machine', 'api'],
  secretFrom: ['web', 'machine', 'api'],
  // A public client has nothing but PKCE against a stolen code.
  dangerouslyAllowNoPkce: ['web'],
  dangerouslyAllowHttpLoopback: ['web', 'spa'],
  secondFactor: people,
  rememberFactorFor: people,
  dangerouslyAllowOneFactor: people,
};

/** Everything that is wrong with a client's declaration. */
export function clientProblems(client: ClientDeclaration, surroundings: Surroundings): Problem[] {
  return [
    ...kindProblems(client),
    ...urlProblems(client, surroundings),
    ...authProblems(client),
    ...apiUseProblems(client),
    ...ownApiProblems(client, surroundings.ownApis),
    ...sectorProblems(client),
    ...constraintProblems(client, surroundings),
    ...refreshProblems(client),
    ...problemsOf(client.texts ?? {}).map((message) => ({ field: 'texts', message })),
  ];
}

function kindProblems(client: ClientDeclaration): Problem[] {
  const misplaced = (Object.entries(fieldsOfKinds) as [keyof ClientDeclaration, readonly ClientKind[]][])
    .filter(([field, those]) => client[field] !== undefined && !those.includes(client.kind))
    .map(([field, those]) => ({
      field,
      message: `is for clients of kind ${those.join(', ')}; this one is ${client.kind}`,
    }));
  const needed =
    kinds[client.kind].people && !client.redirectUris?.length
      ? [{ field: 'redirectUris', message: 'is needed: where people are sent back to' }]
      : [];
  return [...misplaced, ...needed];
}

function urlProblems(client: ClientDeclaration, { development }: Surroundings): Problem[] {
  const httpLoopback = development || client.dangerouslyAllowHttpLoopback === true;
  const problems: Problem[] = [];
  const look = (
    field: string,
    given: string | readonly string[] | undefined,
    check: (value: string) => string | undefined,
  ) => {
    const values = typeof given === 'string' ? [given] : (given ?? []);
    values.forEach((value, index) => {
      const problem = check(value);
      if (problem) problems.push({ field: typeof given === 'string' ? field : `${field}[${index}]`, message: problem });
    });
  };
  const http = httpLoopback ? 'loopback' : 'never';
  if (people.includes(client.kind)) {
    const back = (uri: string) => redirectUriProblem(uri, client.kind as RedirectedKind, httpLoopback);
    look('redirectUris', client.redirectUris, back);
    look('postLogoutRedirectUris', client.postLogoutRedirectUris, back);
  }
  look('origins', client.origins, (value) => originProblem(value, { http }));
  for (const field of ['homepage', 'logo', 'termsUrl', 'privacyUrl'] as const) {
    look(field, client[field], (value) => webUrlProblem(value, { http: 'everywhere' }));
  }
  // We call these ourselves: what they carry (keys, logout tokens) must come from and go to who is meant.
  for (const field of ['backchannelLogoutUri', 'jwksUri'] as const) {
    look(field, client[field], (value) =>
      value.includes('#') ? 'has a fragment' : webUrlProblem(value, { http: development ? 'loopback' : 'never' }),
    );
  }
  return problems;
}

function authProblems(client: ClientDeclaration): Problem[] {
  const { kind, jwks, jwksUri, secretFrom } = client;
  const possible = kinds[kind].authMethods;
  const method = client.authMethod ?? possible[0];
  if (!possible.includes(method)) {
    return [{ field: 'authMethod', message: `must be ${possible.join(' or ')} for kind ${kind}` }];
  }
  const problems: Problem[] = [];
  const byKey = method === 'private_key_jwt';
  if (byKey && (jwks === undefined) === (jwksUri === undefined)) {
    problems.push({ field: 'jwks', message: 'or jwksUri is needed, one of them, with private_key_jwt' });
  }
  if (!byKey && (jwks ?? jwksUri) !== undefined && possible.includes('private_key_jwt')) {
    problems.push({ field: jwks ? 'jwks' : 'jwksUri', message: 'is only used with authMethod private_key_jwt' });
  }
  if (!hasSecret(method) && secretFrom !== undefined && possible.length > 1) {
    problems.push({ field: 'secretFrom', message: `is of no use with authMethod ${method}` });
  }
  const keys = jwks && publicKeysProblem(jwks);
  return keys ? [...problems, { field: 'jwks', message: keys }] : problems;
}

function apiUseProblems({ kind, apis = [], defaultApi, serves, scopes = [] }: ClientDeclaration): Problem[] {
  const problems: Problem[] = [];
  if (defaultApi !== undefined && !apis.includes(defaultApi)) {
    problems.push({ field: 'defaultApi', message: 'must be one of apis' });
  }
  if (kind === 'api' && !serves?.length) {
    problems.push({ field: 'serves', message: 'is needed: the resource indicators of the APIs that it is' });
  }
  const own = scopes.find(isOidcScope);
  if (kind === 'machine' && own) {
    problems.push({ field: 'scopes', message: `${own} is about a person, and a machine signs nobody in` });
  }
  return problems;
}

/**
 * OIDC Core §8.1: who shares a sector sees the same subjects. It follows from the redirect URIs only where these name
 * one host of the web: at a loopback address or in a private-use scheme every native app would share one.
 */
function sectorProblems({ pairwise, sector, kind, redirectUris = [] }: ClientDeclaration): Problem[] {
  if (!pairwise) return sector === undefined ? [] : [{ field: 'sector', message: 'is only used with pairwise' }];
  if (sector !== undefined) {
    const host = parseExactly(`https://${sector}/`).url?.host;
    return host === sector ? [] : [{ field: 'sector', message: 'must be a host name, as in example.com' }];
  }
  const parsed = redirectUris.map((uri) => URL.parse(uri));
  const hosts = new Set(parsed.map((uri) => uri?.host));
  const ofTheWeb = kind !== 'native' || parsed.every((uri) => uri?.protocol === 'https:');
  if (hosts.size <= 1 && ofTheWeb) return [];
  return [{ field: 'sector', message: 'is needed with pairwise, unless all redirect URIs are at one host of the web' }];
}

function constraintProblems({ senderConstrained }: ClientDeclaration, { clientCertificates }: Surroundings): Problem[] {
  if (senderConstrained !== 'mtls' || clientCertificates) return [];
  const message = 'cannot be mtls here: no proxy tells us certificates (setting clientCertificateHeader)';
  return [{ field: 'senderConstrained', message }];
}

function refreshProblems({ kind, refresh, senderConstrained = 'none' }: ClientDeclaration): Problem[] {
  if (!refresh) return [];
  const problems: Problem[] = [];
  const provesNothing = kinds[kind].authMethods[0] === 'none' && senderConstrained === 'none';
  // RFC 9700 §4.14.2: a public client's refresh tokens are bound to a key or rotated.
  if (provesNothing && refresh.rotation === 'never') {
    problems.push({
      field: 'refresh.rotation',
      message: `cannot be never for kind ${kind} without a key of its own: a copied token would go unseen`,
    });
  }
  if (provesNothing && (refresh.reuseInterval ?? 0) > unprovenReuseInterval) {
    problems.push({
      field: 'refresh.reuseInterval',
      message: `can be ${unprovenReuseInterval} seconds at most for kind ${kind} without a key of its own`,
    });
  }
  if (refresh.idle !== undefined && refresh.absolute !== undefined && refresh.idle > refresh.absolute) {
    problems.push({ field: 'refresh.idle', message: 'is longer than refresh.absolute' });
  }
  return problems;
}

/** Everything that is wrong with an API's declaration. */
export function apiProblems({ id, scopes = [], tokenFormat = 'opaque', ...api }: ApiDeclaration): Problem[] {
  const problems: Problem[] = [];
  const problem = resourceProblem(id);
  if (problem) problems.push({ field: 'id', message: problem });
  scopes.forEach(({ name }, index) => {
    if (isOidcScope(name))
      problems.push({ field: `scopes[${index}]`, message: `${name} is a scope of OpenID Connect` });
    if (scopes.findIndex((other) => other.name === name) !== index) {
      problems.push({ field: `scopes[${index}]`, message: `${name} is there twice` });
    }
  });
  if (tokenFormat === 'opaque' && api.signingAlg) {
    problems.push({ field: 'signingAlg', message: 'is only used with tokenFormat jwt' });
  }
  if (tokenFormat === 'jwt' && (api.accessTokenLifetime ?? 0) > 3600) {
    // Who has a copy keeps it that long after a sign-out: nobody asks us about it.
    problems.push({ field: 'accessTokenLifetime', message: 'can be an hour at most with tokenFormat jwt' });
  }
  return problems;
}

/** RFC 8707 §2: an absolute URI without fragment; we take no query either. It is compared as text. */
function resourceProblem(id: string): string | undefined {
  if (/[?#*]/.test(id)) return 'has a query, a fragment or a *';
  if (/^urn:[a-z0-9][a-z0-9-]{1,31}:[\w\-.~!$'()*+,;=:@/%&]{1,200}$/i.test(id)) return undefined;
  return webUrlProblem(id, { http: 'everywhere' });
}
