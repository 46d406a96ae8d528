import Provider, { type Adapter, type Interaction, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { Middleware } from 'koa';
import type { GuardedInit } from '../../adapters/http/index.ts';
import { ephemeralAdapter } from '../../adapters/oidc.ts';
import type { Store } from '../../adapters/store.ts';
import { claimsByScope, claimsOf, type Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import { oidcScopes, type Clients } from '../clients/index.ts';
import type { Clock } from '../clock.ts';
import type { Consents } from '../consents/index.ts';
import type { Browsers, Sessions } from '../devices/index.ts';
import { signingAlgorithms, type Keys } from '../keys/index.ts';
import { rotates, type Families, type Revocations } from '../tokens/index.ts';
import { recordActs } from './acts.ts';
import { mayIntrospect, mayRevoke } from './asking.ts';
import { refuseLargeBodies } from './body-limit.ts';
import { interactionPrompts, loadGrant } from './consent.ts';
import { cookieNames, cookieOptions } from './cookies.ts';
import { asEngineStep } from './failures.ts';
import { giveCodeItsGrant } from './grants.ts';
import { createJwtTokens } from './jwt-tokens.ts';
import { ttl, type Lifetimes } from './lifetimes.ts';
import { leaveByPage } from './leaving.ts';
import { nameAccessTokens } from './overrides/access-tokens.ts';
import { findClients, type EngineClients } from './overrides/clients.ts';
import { redeemCodesByFamily } from './overrides/codes.ts';
import { rotateByFamily } from './overrides/refresh-tokens.ts';
import { refuseReplays } from './overrides/replay.ts';
import { keepSessions } from './overrides/sessions.ts';
import { answerForJwts } from './overrides/structured-tokens.ts';
import { currentRequest, owe, stateOf } from './request.ts';
import { resourceIndicators } from './resources.ts';
import { routes } from './routes.ts';
import { senderFor } from './sender.ts';
import { settle } from './settle.ts';
import type { EngineViews } from './views.ts';
import { pairwiseSubject } from './subjects.ts';
import { signOutNobody } from './signed-out.ts';
import { accessTokenStorage, clientTokenStorage } from './storage/access-tokens.ts';
import { codeStorage } from './storage/codes.ts';
import { grantStorage } from './storage/grants.ts';
import { pushedRequestStorage } from './storage/pushed-requests.ts';
import { refreshTokenStorage } from './storage/refresh-tokens.ts';

export interface EngineRooms {
  readonly issuer: string;
  /** What every request passes first, the host's too. */
  readonly edge: readonly Middleware[];
  readonly store: Pick<Store, 'ephemera' | 'ephemeraRun'>;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly audit: Audit;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly families: Families;
  readonly revocations: Revocations;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly lifetimes: Lifetimes;
  readonly views: EngineViews;
  /** How the engine fetches a client's jwks_uri: it must refuse addresses that are nobody's business. */
  readonly fetch: (url: string | URL, init?: GuardedInit) => Promise<Response>;
}

export interface Engine {
  readonly provider: Provider;
  readonly clients: EngineClients;
}

/** The engine's endpoints that no person ever sees, by its own names for them. */
const forMachines: ReadonlySet<string> = new Set([
  'discovery',
  'introspection',
  'jwks',
  'pushed_authorization_request',
  'revocation',
  'token',
  'userinfo',
]);

/** How long the store keeps a used code beyond its life, in seconds: as long as the tokens that a replay must end. */
const codesKept = 3600;

/** Makes a Provider: every one that Postern runs comes from here, with every override in place. */
export function createEngine(rooms: EngineRooms): Engine {
  const { issuer, clock, keys, families, views } = rooms;
  const secure = issuer.startsWith('https:');
  const hash = (id: string): string => keys.digest('engine', id);

  // The engine's classes exist once the Provider does; nothing asks for a client before that.
  const ready: { clients?: EngineClients } = {};
  const engineClients = (): EngineClients => {
    if (!ready.clients) throw new Error('the engine is not ready');
    return ready.clients;
  };

  class PosternProvider extends Provider {
    override registerResponseMode(...[name, handler]: Parameters<Provider['registerResponseMode']>): void {
      super.registerResponseMode(
        name,
        name === 'form_post' ? (ctx, uri, payload) => views.formPost(ctx, uri, textsOf(payload)) : handler,
      );
    }
  }

  const provider = new PosternProvider(issuer, {
    adapter: adapterFor(rooms, hash),
    jwks: { keys: [...keys.jwks.keys] as JWK[] },
    routes,
    fetch: rooms.fetch as typeof fetch,
    cookies: {
      names: cookieNames(secure),
      keys: [...keys.cookieKeys],
      long: { ...cookieOptions(secure), signed: false },
      short: { ...cookieOptions(secure), signed: true },
    },
    responseTypes: ['code'],
    pkce: { required: (_ctx, client) => !engineClients().recordOf(client).dangerouslyAllowNoPkce },
    scopes: [...oidcScopes],
    // Initiating User Registration via OpenID Connect 1.0 §4: what `prompt` may be.
    discovery: { prompt_values_supported: ['none', ...interactionPrompts().map(({ name }) => name)] },
    claims: Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
    subjectTypes: ['public', 'pairwise'],
    clientDefaults: {
      response_types: ['code'],
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'client_secret_basic',
    },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: {
      idTokenSigningAlgValues: [...signingAlgorithms],
      userinfoSigningAlgValues: [...signingAlgorithms],
      clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect(engineClients) },
      revocation: { enabled: true, allowedPolicy: mayRevoke },
      claimsParameter: { enabled: true },
      resourceIndicators: resourceIndicators(rooms.clients, engineClients),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx) => asEngineStep(() => views.signOut(ctx)),
        postLogoutSuccessSource: (ctx) => views.signedOut(ctx),
      },
    },
    clientBasedCORS: (_ctx, origin, client) => engineClients().recordOf(client).origins.includes(origin),
    interactions: {
      policy: interactionPrompts(),
      url: (_ctx, interaction: Interaction) => `/interaction/${interaction.uid}`,
    },
    findAccount: (_ctx, id) => asEngineStep(() => findAccount(rooms.accounts, id)),
    loadExistingGrant: (ctx) => asEngineStep(() => loadGrant(rooms.consents, engineClients())(ctx)),
    expiresWithSession: (ctx, source) => asEngineStep(() => giveCodeItsGrant(families)(ctx, source as never)),
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: (ctx) => asEngineStep(() => rotateRefreshToken(ctx)),
    // The grant is what ends everything: it is never spared.
    revokeGrantPolicy: () => true,
    pairwiseIdentifier: (_ctx, account, client) => pairwiseSubject(keys.digest, account, client),
    ttl: ttl(rooms.lifetimes, clock),
    renderError: async (ctx, out, error) => {
      // Some programs ask for HTML first by default, and could not read why they were refused (RFC 6749 §5.2).
      if (forMachines.has(ctx.oidc.route)) ctx.body = out;
      else await views.error(ctx, out, error);
    },
  });

  const clients = findClients(provider, rooms.clients);
  ready.clients = clients;
  nameAccessTokens(provider);
  redeemCodesByFamily(provider, families, (ctx) => {
    const { client } = ctx.oidc;
    if (!client) throw new Error('a code without a client');
    return { policy: engineClients().recordOf(client).refresh, refreshable: client.grantTypeAllowed('refresh_token') };
  });
  rotateByFamily(provider, families, policyNow);
  keepSessions(provider, {
    sessions: rooms.sessions,
    browsers: rooms.browsers,
    digest: keys.digest,
    mint: (uid, generation) => keys.credentials.mint('session', uid, generation),
    accountLives: rooms.accounts.isLiving,
    secure,
  });
  refuseReplays(provider, { store: rooms.store, digest: keys.digest, clock });
  answerForJwts(provider);

  const noteFailure = (ctx: KoaContextWithOIDC, error: Error): void => void (stateOf(ctx).failure = error);
  // The edge has set the forwarding headers itself, from what trusted proxies say.
  provider.proxy = true;
  provider.silent = true;
  provider.on('authorization.error', noteFailure);
  provider.on('grant.error', noteFailure);
  provider.on('introspection.error', noteFailure);
  provider.on('revocation.error', noteFailure);
  provider.on('userinfo.error', noteFailure);
  provider.on('server_error', noteFailure);
  for (const middleware of rooms.edge) provider.use(middleware);
  provider.use(refuseLargeBodies);
  provider.use(leaveByPage(views));
  provider.use(signOutNobody);
  provider.use(settle);
  provider.use(recordActs(rooms.audit));

  return { provider, clients };

  function policyNow(ctx: KoaContextWithOIDC) {
    const { client } = ctx.oidc;
    if (!client) throw new Error('a refresh without a client');
    return engineClients().recordOf(client).refresh;
  }

  /** Whether this refresh moves the family on; one that does not is noted, so that a family in use is not idle. */
  async function rotateRefreshToken(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { family, origin } = stateOf(ctx);
    if (!family) throw new Error('a refresh without a family');
    const policy = policyNow(ctx);
    const session =
      family.session === undefined || family.survivesSignOut ? undefined : await rooms.sessions.get(family.session);
    if (session) await rooms.sessions.touch(session);
    if (rotates(policy, family.sender)) return true;
    await families.use(family.id, policy, origin);
    return false;
  }
}

/** Which store is behind each of the engine's models. */
function adapterFor(rooms: EngineRooms, hash: (id: string) => string) {
  const { families, revocations, clock } = rooms;
  const { ephemera } = rooms.store;
  const plain = (kind: string, write?: typeof owe): Adapter =>
    ephemeralAdapter({ ephemera, kind, hash, ...(write && { owe: write }) });
  const jwts = createJwtTokens({
    issuer: rooms.issuer,
    jwks: rooms.keys.jwks,
    accountOf: async (family) => (await families.get(family))?.account,
  });
  const apiLives = async (id: string): Promise<boolean> => (await rooms.clients.findApi(id)) !== undefined;
  const clientLives = async (id: string, since: number): Promise<boolean> => {
    const client = await rooms.clients.find(id);
    return client !== undefined && client.createdAt <= since;
  };

  const storages: Record<string, () => Adapter> = {
    AccessToken: () => accessTokenStorage(plain('access-token', owe), families, jwts, apiLives),
    ClientCredentials: () =>
      clientTokenStorage(plain('client-token', owe), { revocations, jwts, hash, clientLives, apiLives, clock }),
    AuthorizationCode: () => codeStorage(plain('code'), families, codesKept),
    Grant: () => grantStorage(plain('grant'), families, clock),
    Interaction: () => withoutCookie(plain('interaction')),
    PushedAuthorizationRequest: () => pushedRequestStorage(plain('pushed-request'), ephemera, hash),
    RefreshToken: () =>
      refreshTokenStorage({
        families,
        clock,
        policyOf: async (id) => (await rooms.clients.find(id))?.refresh,
        senderNow: (family) => senderFor(currentRequest(), family),
      }),
  };

  return (model: string): Adapter => {
    const storage = storages[model]?.();
    if (!storage) throw new Error(`nothing keeps the engine's ${model}`);
    return guarded(storage);
  };
}

/** An interaction repeats the session's cookie, which is a credential: it is not kept. */
const withoutCookie = (storage: Adapter): Adapter => ({
  ...storage,
  upsert(id, payload, expiresIn) {
    const session = payload['session'] as { cookie?: string } | undefined;
    return storage.upsert(id, session ? { ...payload, session: { ...session, cookie: '' } } : payload, expiresIn);
  },
});

/** Every look-up and write of the engine's, with what goes wrong in the engine's own form. */
const guarded = (storage: Adapter): Adapter => ({
  upsert: (...given) => asEngineStep(() => storage.upsert(...given)),
  find: (id) => asEngineStep(() => storage.find(id)),
  findByUid: (uid) => asEngineStep(() => storage.findByUid(uid)),
  findByUserCode: (code) => asEngineStep(() => storage.findByUserCode(code)),
  consume: (id) => asEngineStep(() => storage.consume(id)),
  destroy: (id) => asEngineStep(() => storage.destroy(id)),
  revokeByGrantId: (id) => asEngineStep(() => storage.revokeByGrantId(id)),
});

async function findAccount(accounts: Accounts, id: string) {
  const account = await accounts.get(id);
  if (!account || account.disabledAt !== undefined) return undefined;
  return { accountId: account.id, claims: () => claimsOf(account) };
}

const textsOf = (payload: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
