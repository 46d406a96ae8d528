import Provider, { type Interaction, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { Middleware } from 'koa';
import type { GuardedInit } from '../../adapters/http/index.ts';
import type { Store } from '../../adapters/store.ts';
import { claimsByScope, claimsOf, type Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import { oidcScopes, type Client, type Clients } from '../clients/index.ts';
import type { Clock } from '../clock.ts';
import type { Consents } from '../consents/index.ts';
import { authenticationLevels, type Factors } from '../factors/index.ts';
import type { Browsers, Devices, Memories, Sessions } from '../devices/index.ts';
import { signingAlgorithms, type Keys } from '../keys/index.ts';
import type { ClientSecrets, Protection } from '../protection/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { rotates, type Families, type Family, type Revocations } from '../tokens/index.ts';
import { recordActs } from './middleware/acts.ts';
import { mayIntrospect, mayRevoke } from './tokens/asking.ts';
import { secondFactorCheck, tellLevels, tellSignIn } from './authorization/authentication.ts';
import { refuseLargeBodies } from './middleware/body-limit.ts';
import { clientCertificateIn } from './tokens/certificate.ts';
import { loadGrant } from './authorization/consent.ts';
import { interactionPrompts } from './authorization/prompts.ts';
import { refuseTwoKeys, requireCodeKey, useCodeProof } from './tokens/code-key.ts';
import { cookieNames, cookieOptions } from './cookies.ts';
import { asEngineStep } from './failures.ts';
import { giveCodeItsGrant } from './tokens/grants.ts';
import { lookUpForm } from './storage/jwt-tokens.ts';
import { ttl, type Lifetimes } from './tokens/lifetimes.ts';
import { leaveByPage } from './middleware/leaving.ts';
import { logoutTokens, type LogoutTokens } from './tokens/logout-tokens.ts';
import { nameAccessTokens } from './overrides/access-tokens.ts';
import { findClients, type EngineClients } from './overrides/clients.ts';
import { redeemCodesByFamily } from './overrides/codes.ts';
import { rotateByFamily } from './overrides/refresh-tokens.ts';
import { refuseReplays } from './overrides/replay.ts';
import { createMarkUse } from './used-once.ts';
import { keepSessions, type StandIn } from './overrides/sessions.ts';
import { createRequireKey, proofAlgorithms, type RequireKey } from './tokens/possession.ts';
import { answerForJwts } from './overrides/structured-tokens.ts';
import { answerRequestObjects } from './middleware/request-objects.ts';
import { stateOf } from './request.ts';
import { refuseTarget, resourceIndicators } from './tokens/resources.ts';
import { routes } from './routes.ts';
import { createUseOf } from './sender.ts';
import { settle } from './middleware/settle.ts';
import type { EngineViews } from './views.ts';
import { hintedAccountCheck } from './authorization/hinted-account.ts';
import { nobodyInPlaceCheck } from './authorization/nobody-in-place.ts';
import { showPublishedKeys } from './middleware/published-keys.ts';
import { isProofGood } from './sign-in.ts';
import { answerSignOuts } from './middleware/sign-out.ts';
import { answerSilentHints } from './authorization/silent-hint.ts';
import { pairwiseSubject, subjectFor } from './subjects.ts';
import { createStorage, type Storage } from './storage/index.ts';
import { refuseMalformedBodies } from './middleware/well-formed.ts';
import { issueUsualTokens } from './usual/client-credentials.ts';
import { authenticateUsual } from './usual/credentials.ts';
import { answerUsualQuestions } from './usual/introspection.ts';
import { wantedSubjectCheck } from './authorization/wanted-subject.ts';

export interface EngineRooms {
  readonly issuer: string;
  /** What every request passes first, the host's too. */
  readonly edge: readonly Middleware[];
  readonly store: Pick<Store, 'ephemera' | 'ephemeraRun' | 'removalsLast'>;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly audit: Audit;
  readonly accounts: Accounts;
  readonly factors: Factors;
  readonly clients: Clients;
  readonly protection: Pick<Protection, 'recordSome'> & { readonly clientSecrets: ClientSecrets<Client['secrets']> };
  readonly consents: Consents;
  readonly families: Families;
  readonly revocations: Revocations;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly devices: Devices;
  readonly memories: Memories;
  readonly places: Places;
  readonly lifetimes: Lifetimes;
  /** The header in which trusted proxies, and nobody else, tell the client's TLS certificate. */
  readonly clientCertificateHeader?: string | undefined;
  readonly views: EngineViews;
  /** How the engine fetches a client's jwks_uri: it must refuse addresses that are nobody's business. */
  readonly fetch: (url: string | URL, init?: GuardedInit) => Promise<Response>;
}

export interface Engine {
  readonly provider: Provider;
  readonly clients: EngineClients;
  readonly logoutToken: LogoutTokens;
  /** The subject by which a client knows an account; undefined where there is no such client. */
  readonly subjectOf: (account: string, client: string) => Promise<string | undefined>;
  /** A person's access token, opaque or a JWT, as long as it lives: for an API of Postern's own. */
  readonly findAccessToken: Storage['findAccessToken'];
  /** An opaque access token that a client has for itself, as long as it lives: for an API of Postern's own. */
  readonly findClientToken: Storage['findClientToken'];
  /** That a request to such an API comes from who holds the token's key, where it is bound to one. */
  readonly requireKey: RequireKey;
}

/** Of every ID token: how and when the person proved who they are (OIDC Core §2). */
const aboutTheSignIn = ['acr', 'amr', 'auth_time'] as const;

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

/**
 * Makes a Provider with the keys of now: every one that Postern runs comes from here, with every override in place.
 */
export function createEngine(rooms: EngineRooms): Engine {
  const { issuer, clock, keys, families, views } = rooms;
  const { cookieKeys, jwks } = keys.engineKeys();
  const secure = issuer.startsWith('https:');
  const useOf = createUseOf(rooms);
  const storage = createStorage({ ...rooms, useOf });
  const certificates = rooms.clientCertificateHeader !== undefined;
  const getCertificate = clientCertificateIn(rooms.clientCertificateHeader);

  // The engine's classes exist once the Provider does; nothing asks for a client before that.
  const ready: { clients?: EngineClients; standIn?: StandIn } = {};
  const engineClients = (): EngineClients => {
    if (!ready.clients) throw new Error('the engine is not ready');
    return ready.clients;
  };

  const standIn: StandIn = (ctx, session) => {
    if (!ready.standIn) throw new Error('the engine is not ready');
    ready.standIn(ctx, session);
  };

  const resources = resourceIndicators(rooms.clients, engineClients);

  class PosternProvider extends Provider {
    override registerResponseMode(...[name, handler]: Parameters<Provider['registerResponseMode']>): void {
      super.registerResponseMode(
        name,
        name === 'form_post' ? (ctx, uri, payload) => views.formPost(ctx, uri, textsOf(payload)) : handler,
      );
    }
  }

  const provider = new PosternProvider(issuer, {
    adapter: storage.adapter,
    jwks: { keys: [...jwks.keys] as JWK[] },
    routes,
    fetch: rooms.fetch as typeof fetch,
    cookies: {
      names: cookieNames(secure),
      keys: [...cookieKeys],
      long: { ...cookieOptions(secure), signed: false },
      short: { ...cookieOptions(secure), signed: true },
    },
    responseTypes: ['code'],
    // Each request says where its code goes (OIDC Core §3.1.2.1), and each redemption where it came.
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: (_ctx, client) => !engineClients().recordOf(client).dangerouslyAllowNoPkce },
    scopes: [...oidcScopes],
    // Initiating User Registration via OpenID Connect 1.0 §4: what `prompt` may be.
    discovery: { prompt_values_supported: ['none', 'create', 'select_account', 'login', 'consent'] },
    claims: {
      ...Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
      openid: ['sub', ...aboutTheSignIn],
    },
    acrValues: [...authenticationLevels],
    extraTokenClaims: tellSignIn,
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
      dPoPSigningAlgValues: [...proofAlgorithms],
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect(engineClients) },
      revocation: { enabled: true, allowedPolicy: mayRevoke(engineClients) },
      claimsParameter: { enabled: true },
      mTLS: {
        enabled: certificates,
        certificateBoundAccessTokens: true,
        // Asked also where the feature is off, about what was bound while it was on: then there is none.
        getCertificate,
      },
      resourceIndicators: resources,
      // What discovery and ID tokens (`sid`) say of it. Whom to tell, and the telling, are ours: see src/logout.
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // Drawn afterwards, whoever is in place: see `answerSignOuts`.
        logoutSource: () => undefined,
      },
    },
    // The one step of ours, once the hint was verified, before the engine looks who is signed in.
    extraParams: { id_token_hint: answerSilentHints({ ...rooms, digest: keys.digest }, standIn) },
    clientBasedCORS: (_ctx, origin, client) => engineClients().recordOf(client).origins.includes(origin),
    interactions: {
      policy: interactionPrompts({
        hintedAccount: hintedAccountCheck(rooms),
        nobodyInPlace: nobodyInPlaceCheck(rooms),
        wantedSubject: wantedSubjectCheck(keys.digest),
        secondFactor: secondFactorCheck(rooms, engineClients),
      }),
      url: (_ctx, interaction: Interaction) => `/interaction/${interaction.uid}`,
    },
    findAccount: (_ctx, id) => asEngineStep(() => findAccount(rooms.accounts, id)),
    loadExistingGrant: (ctx) => asEngineStep(() => loadGrant(rooms.consents, engineClients(), clock)(ctx)),
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

  const clients = findClients(provider, rooms, { certificates });
  ready.clients = clients;
  tellLevels(provider);
  nameAccessTokens(provider, keys.epoch);
  redeemCodesByFamily(
    provider,
    families,
    (ctx) => ({
      policy: policyNow(ctx),
      refreshable: ctx.oidc.client?.grantTypeAllowed('refresh_token') === true,
    }),
    useOf,
    async (ctx, code) => {
      await requireCodeKey(provider, ctx, code);
      await refuseTarget(ctx, resources, code);
      await useCodeProof(provider, ctx);
    },
  );
  rotateByFamily(provider, families, policyNow, useOf, keepSessionInUse);
  ready.standIn = keepSessions(provider, {
    sessions: rooms.sessions,
    browsers: rooms.browsers,
    devices: rooms.devices,
    memories: rooms.memories,
    digest: keys.digest,
    mint: (uid, generation) => keys.credentials.mint('session', uid, generation),
    accountLives: rooms.accounts.isLiving,
    isProofGood: (proof) => isProofGood(rooms, proof),
    secure,
  });
  const markUse = createMarkUse({ store: rooms.store, digest: keys.digest, clock });
  refuseReplays(provider, markUse);
  answerForJwts(provider);
  const logoutToken = logoutTokens(provider, keys.digest);

  // Each refusal is told in the log, with the reference that was shown.
  const noteFailure = (ctx: KoaContextWithOIDC, error: Error): void => void (stateOf(ctx).failure = error);
  // The edge has set the forwarding headers itself, from what trusted proxies say.
  provider.proxy = true;
  provider.silent = true;
  provider.on('authorization.error', noteFailure);
  provider.on('discovery.error', noteFailure);
  provider.on('end_session.error', noteFailure);
  provider.on('grant.error', noteFailure);
  provider.on('introspection.error', noteFailure);
  provider.on('jwks.error', noteFailure);
  provider.on('pushed_authorization_request.error', noteFailure);
  provider.on('revocation.error', noteFailure);
  provider.on('userinfo.error', noteFailure);
  provider.on('server_error', noteFailure);
  for (const middleware of rooms.edge) provider.use(middleware);
  const authenticate = authenticateUsual(rooms);
  provider.use(issueUsualTokens({ ...rooms, storage, authenticate }));
  provider.use(answerUsualQuestions({ ...rooms, storage, authenticate }));
  provider.use(showPublishedKeys(keys));
  provider.use(refuseLargeBodies);
  provider.use(refuseMalformedBodies);
  provider.use(leaveByPage(views));
  provider.use(answerRequestObjects);
  provider.use(answerSignOuts(views));
  provider.use(settle);
  provider.use(recordActs(rooms.audit, rooms.protection));

  const findAccessToken: Engine['findAccessToken'] = (token) => storage.findAccessToken(lookUpForm(token));
  const { findClientToken } = storage;
  const requireKey = createRequireKey(provider, { issuer, clock, markUse, getCertificate });
  const subjectOf: Engine['subjectOf'] = async (account, id) => {
    const client = await provider.Client.find(id);
    return client && subjectFor(keys.digest, account, client);
  };
  return { provider, clients, logoutToken, subjectOf, findAccessToken, findClientToken, requireKey };

  function policyNow(ctx: KoaContextWithOIDC) {
    const { client } = ctx.oidc;
    if (!client) throw new Error('a token request without a client');
    return engineClients().recordOf(client).refresh;
  }

  /** Whether this refresh moves the family on; one that does not is noted, so that a family in use is not idle. */
  async function rotateRefreshToken(ctx: KoaContextWithOIDC): Promise<boolean> {
    const state = stateOf(ctx);
    const { family } = state;
    if (!family) throw new Error('a refresh without a family');
    refuseTwoKeys(ctx, family.sender);
    await refuseTarget(ctx, resources, family.source);
    const policy = policyNow(ctx);
    if (rotates(policy, family.sender)) return true;
    state.family = await families.use(family.id, policy, useOf(ctx, family));
    await keepSessionInUse(state.family);
    return false;
  }

  /** A session whose apps are in use is not idle. Noted when a use has passed: one that is refused keeps nothing alive. */
  async function keepSessionInUse({ session: uid, survivesSignOut }: Family): Promise<void> {
    const session = uid === undefined || survivesSignOut ? undefined : await rooms.sessions.get(uid);
    if (session) await rooms.sessions.touch(session);
  }
}

async function findAccount(accounts: Accounts, id: string) {
  const account = await accounts.get(id);
  if (!account || account.disabledAt !== undefined) return undefined;
  return { accountId: account.id, claims: () => claimsOf(account) };
}

const textsOf = (payload: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
