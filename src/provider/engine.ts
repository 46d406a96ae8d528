import type Provider from 'oidc-provider';
import type { Interaction, JWK } from 'oidc-provider';
import type { Middleware } from 'koa';
import type { GuardedInit } from '../../adapters/http/index.ts';
import type { Store } from '../../adapters/store.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Client, Clients } from '../clients/index.ts';
import type { Clock } from '../clock.ts';
import type { Consents } from '../consents/index.ts';
import type { Factors } from '../factors/index.ts';
import type { Browsers, Devices, Memories, Sessions } from '../devices/index.ts';
import type { Keys } from '../keys/index.ts';
import type { ClientSecrets, Protection } from '../protection/index.ts';
import type { Places } from '../whereabouts/index.ts';
import type { Families, Revocations } from '../tokens/index.ts';
import { secondFactorCheck, tellLevels, tellSignIn } from './authorization/authentication.ts';
import { loadGrant } from './authorization/consent.ts';
import { hintedAccountCheck } from './authorization/hinted-account.ts';
import { nobodyInPlaceCheck } from './authorization/nobody-in-place.ts';
import { interactionPrompts } from './authorization/prompts.ts';
import { answerSilentHints } from './authorization/silent-hint.ts';
import { wantedSubjectCheck } from './authorization/wanted-subject.ts';
import { findAccount } from './claims.ts';
import { engineCookies } from './cookies.ts';
import { asEngineStep } from './failures.ts';
import { recordActs } from './middleware/acts.ts';
import { refuseLargeBodies } from './middleware/body-limit.ts';
import { leaveByPage } from './middleware/leaving.ts';
import { showPublishedKeys } from './middleware/published-keys.ts';
import { answerRequestObjects } from './middleware/request-objects.ts';
import { settle } from './middleware/settle.ts';
import { answerSignOuts } from './middleware/sign-out.ts';
import { refuseMalformedBodies } from './middleware/well-formed.ts';
import { nameAccessTokens } from './overrides/access-tokens.ts';
import { findClients, type EngineClients } from './overrides/clients.ts';
import { redeemCodesByFamily } from './overrides/codes.ts';
import { withFormPost } from './overrides/form-post.ts';
import { rotateByFamily } from './overrides/refresh-tokens.ts';
import { refuseReplays } from './overrides/replay.ts';
import { keepSessions, type StandIn } from './overrides/sessions.ts';
import { answerForJwts } from './overrides/structured-tokens.ts';
import { noteRefusals, showRefusal } from './refusals.ts';
import { routes } from './routes.ts';
import { createUseOf } from './sender.ts';
import { isProofGood } from './sign-in.ts';
import { createStorage, type Storage } from './storage/index.ts';
import { lookUpForm } from './storage/jwt-tokens.ts';
import { pairwiseSubject, subjectFor } from './subjects.ts';
import { supported } from './supported.ts';
import { mayIntrospect, mayRevoke } from './tokens/asking.ts';
import { clientCertificateIn } from './tokens/certificate.ts';
import { requireCodeKey, useCodeProof } from './tokens/code-key.ts';
import { giveCodeItsGrant } from './tokens/grants.ts';
import { ttl, type Lifetimes } from './tokens/lifetimes.ts';
import { logoutTokens, type LogoutTokens } from './tokens/logout-tokens.ts';
import { createRequireKey, type RequireKey } from './tokens/possession.ts';
import { createRefreshing } from './tokens/refreshing.ts';
import { refuseTarget, resourceIndicators } from './tokens/resources.ts';
import { createMarkUse } from './used-once.ts';
import { issueUsualTokens } from './usual/client-credentials.ts';
import { authenticateUsual } from './usual/credentials.ts';
import { answerUsualQuestions } from './usual/introspection.ts';
import type { EngineViews } from './views.ts';

export interface EngineRooms {
  readonly issuer: string;
  /** What every request passes first, the host's too. */
  readonly edge: readonly Middleware[];
  readonly store: Pick<Store, 'ephemera' | 'ephemeraRun' | 'removalsLast' | 'writesTogether'>;
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
  const refreshing = createRefreshing({ ...rooms, clients: engineClients, resources, useOf });

  const provider = new (withFormPost(views))(issuer, {
    adapter: storage.adapter,
    jwks: { keys: [...jwks.keys] as JWK[] },
    routes,
    fetch: rooms.fetch as typeof fetch,
    cookies: engineCookies(secure, cookieKeys),
    ...supported(),
    // Each request says where its code goes (OIDC Core §3.1.2.1), and each redemption where it came.
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: (_ctx, client) => !engineClients().recordOf(client).dangerouslyAllowNoPkce },
    extraTokenClaims: tellSignIn,
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
    rotateRefreshToken: (ctx) => asEngineStep(() => refreshing.rotates(ctx)),
    // The grant is what ends everything: it is never spared.
    revokeGrantPolicy: () => true,
    pairwiseIdentifier: (_ctx, account, client) => pairwiseSubject(keys.digest, account, client),
    ttl: ttl(rooms.lifetimes, clock),
    renderError: showRefusal(views),
  });

  const clients = findClients(provider, rooms, { certificates });
  ready.clients = clients;
  tellLevels(provider);
  nameAccessTokens(provider, keys.epoch);
  redeemCodesByFamily(
    provider,
    families,
    (ctx) => ({
      policy: refreshing.policyOf(ctx),
      refreshable: ctx.oidc.client?.grantTypeAllowed('refresh_token') === true,
    }),
    useOf,
    async (ctx, code) => {
      await requireCodeKey(provider, ctx, code);
      await refuseTarget(ctx, resources, code);
      await useCodeProof(provider, ctx);
    },
  );
  rotateByFamily(provider, families, refreshing.policyOf, useOf, refreshing.keepSessionInUse);
  ready.standIn = keepSessions(provider, {
    ...rooms,
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

  // The edge has set the forwarding headers itself, from what trusted proxies say.
  provider.proxy = true;
  provider.silent = true;
  noteRefusals(provider);
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
}
