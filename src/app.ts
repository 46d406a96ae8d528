/** The composition root: the one place that knows every room, and wires them. */
import { guardedFetch } from '../adapters/http/index.ts';
import { openStore } from '../adapters/open.ts';
import type { Store } from '../adapters/store.ts';
import type { Settings } from '../config/index.ts';
import {
  createAccounts,
  createAddressRule,
  createDenials,
  createEmailChanges,
  createEmailResets,
  createInvitations,
  createRecoveries,
} from './accounts/index.ts';
import { createAudit } from './audit/index.ts';
import { createClients } from './clients/index.ts';
import { systemClock, type Clock } from './clock.ts';
import { collections } from './collections.ts';
import { createConsents } from './consents/index.ts';
import {
  createAppNames,
  createBrowsers,
  createDevices,
  createMemories,
  createNamedDevices,
  createSessions,
  createSignedIn,
} from './devices/index.ts';
import { endWhatHangsOnIt } from './endings.ts';
import { afterTime } from './expiry.ts';
import { createFactorResets, createFactors, createSetUps } from './factors/index.ts';
import {
  announceEmailLeft,
  announceInvitations,
  announceResets,
  noticeOwners,
  offerRecovery,
} from './letters/index.ts';
import { oweLogouts } from './logout/index.ts';
import { migrations } from './migrations.ts';
import { ownDeclarations } from './own-clients.ts';
import { createOutgoing } from './outgoing/index.ts';
import { createNodes } from './nodes.ts';
import { openKeys, parseMasterKeys, ringInDirectory, type Ring, type Schedule } from './keys/index.ts';
import { partiesOf } from './parties.ts';
import { passwordsOf } from './passwords.ts';
import { createProtection } from './protection/index.ts';
import { createRisk, openBadNetworks } from './risk/index.ts';
import { measuredStore, type Metrics } from './telemetry/index.ts';
import { networkOf, openPlaces } from './whereabouts/index.ts';
import { createFamilies, createRevocations } from './tokens/index.ts';

export interface Outside {
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Hears what failed without anybody waiting for it. */
  readonly report: (error: unknown) => void;
  readonly warn: (message: string) => void;
  readonly metrics?: Metrics;
}

/** The rooms of an installation, open and wired. */
export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/**
 * Opens the store and every room on it: what a node and the command line both work with.
 * @throws {StoreUnavailable} {StoreRefused}
 */
export async function openRooms(settings: Settings, outside: Outside) {
  const { clock = systemClock, metrics } = outside;
  const opened = await openStoreOf(settings, { ...outside, clock });
  const store = metrics ? measuredStore(opened, metrics) : opened;
  try {
    return await wire(settings, store, { ...outside, clock });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens the store alone: for what must not look into it, because it is about to replace what is there. */
export const openStoreOf = (
  settings: Settings,
  { clock, warn }: { readonly clock: Clock; readonly warn: (message: string) => void },
): Promise<Store> => openStore(locationOf(settings), { collections, migrations, now: () => clock.now(), warn });

async function wire(settings: Settings, store: Store, outside: Outside & { readonly clock: Clock }) {
  const { clock, report, warn, metrics } = outside;
  const { documents } = store;
  const privacy = { kept: settings.privacy.addressDays * 24 * 3600, shorten: networkOf };
  const audit = createAudit({ documents, clock, report, privacy });
  const keys = await openKeys({
    documents,
    ring: await ringOf(settings),
    issuer: settings.issuer,
    clock,
    audit,
    schedule: scheduleOf(settings),
    warn,
  });
  const { digest, credentials, epoch } = keys;
  const clients = createClients({
    documents,
    clock,
    digest,
    audit,
    staleness: store.staleness,
    lifetimes: settings.lifetimes,
    development: settings.profile === 'development',
    clientCertificates: settings.clientCertificateHeader !== undefined,
    own: ownDeclarations(settings),
  });
  const fetch = guardedFetch(settings.profile === 'development');
  const { peppers } = keys;
  const { passwordTurns, passwordCosts, passwords, guesses, passwordRule } = passwordsOf(settings, {
    ...{ documents, clock, peppers, fetch, warn, metrics },
  });
  const accounts = createAccounts({ documents, clock, passwords, audit });
  const recoveries = createRecoveries({ documents, clock, digest, epoch, audit, accounts, passwords });
  const { invitationLifetime, refusedDomains, allowedDomains, refuseDisposable } = settings.signUp;
  const addressRule = createAddressRule({ refused: refusedDomains, allowed: allowedDomains, refuseDisposable });
  const invitations = createInvitations({
    ...{ documents, clock, digest, epoch, audit, accounts, passwords },
    lifetime: invitationLifetime,
  });
  const emailChanges = createEmailChanges({ documents, clock, digest, audit, accounts });
  const emailResets = createEmailResets({ documents, clock, digest, epoch, audit, accounts });
  const denials = createDenials({ documents, clock, digest, epoch, audit, accounts, emailChanges });
  const factors = createFactors({
    documents,
    ephemera: store.ephemera,
    clock,
    digest,
    audit,
    rule: settings.factors.secondFactor,
    grace: settings.factors.grace,
    brand: settings.brand.name,
    issuer: settings.issuer,
    passkeys: settings.factors.passkeys,
    sends: { sms: settings.factors.sms.transport !== 'off', email: settings.factors.emailCodes },
    countries: settings.factors.sms.countries,
  });
  const factorResets = createFactorResets({ documents, clock, digest, audit, epoch });
  const factorSetUps = createSetUps({ ephemera: store.ephemera, digest });
  const consents = createConsents({ documents, clock, digest, audit });
  const sessions = createSessions({
    documents,
    clock,
    credentials,
    epoch,
    audit,
    privacy,
    lifetimes: { idle: settings.lifetimes.sessionIdle, absolute: settings.lifetimes.sessionAbsolute },
  });
  const browsers = createBrowsers({ documents, clock, digest, credentials });
  const families = createFamilies({
    documents,
    clock,
    digest,
    credentials,
    epoch,
    audit,
    privacy,
    parties: partiesOf({ accounts, clients, sessions, consents }),
  });
  const revocations = createRevocations({ documents, clock });
  const nodes = createNodes({ documents, clock });
  const places = openPlaces(settings.placesFile);
  const devices = createDevices({ documents, clock, digest, audit, places, firstOf: accounts.firstDevice });
  const memories = createMemories({
    documents,
    clock,
    credentials,
    epoch,
    audit,
    longest: settings.factors.rememberFor,
    stateOf: async (id) => {
      const [account, factorChanges] = await Promise.all([accounts.living(id), factors.changesOf(id)]);
      return account && { signOuts: account.signOuts ?? 0, factorChanges };
    },
  });
  const risk = createRisk({
    documents,
    clock,
    places,
    badNetworks: openBadNetworks(settings.risk.badNetworksFile, warn),
    rules: settings.risk,
  });
  const namedDevices = createNamedDevices({ sessions, devices, families });
  const appNames = createAppNames({ documents, clock, families });
  const signedIn = createSignedIn({ sessions, devices, appNames, memories, families, clients, places });

  const protection = createProtection({
    documents,
    ephemera: store.ephemera,
    clock,
    digest,
    audit,
    report,
    isSecretOf: clients.verifySecret,
    widening: {
      account: settings.protection.dangerouslyMultiplyTriesPerAccount,
      network: settings.protection.dangerouslyMultiplyTriesPerNetwork,
      everybody: settings.protection.dangerouslyMultiplyTriesInAll,
    },
    messages: { perPrefix: settings.factors.sms.mostPerPrefix, inADay: settings.factors.sms.mostInADay },
    banAutomatically: settings.protection.banAutomatically,
    workKeys: settings.protection.proofOfWork ? settings.protection.proofOfWorkKeys : undefined,
  });

  const outgoing = createOutgoing({
    documents,
    clock,
    audit,
    report,
    ...(metrics && { measured: metrics.outgoing }),
  });

  /** Waits for what goes on without anybody waiting for it, and begins nothing more of it. */
  async function settle(): Promise<void> {
    await audit.idle();
    await outgoing.stop();
    await guesses.stop();
    // What was given up meanwhile is told.
    await audit.idle();
  }

  const isHeld = afterTime({ sessions, families, browsers });
  endWhatHangsOnIt({
    audit,
    accounts,
    families,
    sessions,
    browsers,
    devices,
    namedDevices,
    factors,
    factorResets,
    consents,
  });
  audit.listen(appNames.noteSignIn);
  audit.listen(oweLogouts({ documents, clients, sessions, families, outgoing }));
  audit.listen(announceResets({ outgoing, factors }));
  audit.listen(announceEmailLeft({ accounts, outgoing }));
  audit.listen(announceInvitations({ outgoing }));
  audit.listen(invitations.useUp);
  audit.listen(offerRecovery({ outgoing, accounts, languages: settings.languages as [string, ...string[]] }));
  audit.listen(noticeOwners({ ephemera: store.ephemera, outgoing, rules: settings.risk }));

  return {
    settings,
    clock,
    store,
    keys,
    audit,
    clients,
    passwords,
    passwordRule,
    passwordTurns,
    accounts,
    recoveries,
    addressRule,
    invitations,
    emailChanges,
    emailResets,
    denials,
    factors,
    factorSetUps,
    factorResets,
    consents,
    sessions,
    browsers,
    devices,
    appNames,
    memories,
    risk,
    signedIn,
    namedDevices,
    families,
    revocations,
    places,
    protection,
    outgoing,
    nodes,
    /** How anything outside is asked. */
    fetch,

    /** Removes what expired and finishes what a crash left. @returns how many records it handled */
    async sweep(): Promise<number> {
      const now = clock.now();
      // First: where the store is no longer this node's to use, nothing else is done to it.
      const keysHandled = await keys.rotation.sweep();
      const handled = await Promise.all([
        audit.sweep(now),
        passwordCosts.sweep(),
        emailChanges.sweep(),
        emailResets.sweep(),
        invitations.sweep(),
        factorResets.sweep(),
        factors.codes.sweep(),
        sessions.sweep(isHeld),
        families.sweep(),
        browsers.sweep(),
        devices.sweep(),
        appNames.sweep(),
        risk.sweep(),
        consents.sweep(),
        revocations.sweep(),
        clients.sweep(now),
        outgoing.sweep(),
        nodes.sweep(),
        protection.sweep(),
        store.sweep(now),
      ]);
      return handled.reduce((sum, count) => sum + count, keysHandled);
    },

    settle,

    async close(): Promise<void> {
      await settle();
      await store.close();
    },
  };
}

const locationOf = ({ mongodbUrl, redisUrl, data }: Settings) =>
  mongodbUrl !== undefined && redisUrl !== undefined
    ? ({ kind: 'mongodb+redis', mongodbUrl, redisUrl } as const)
    : ({ kind: 'sqlite', directory: data } as const);

const scheduleOf = ({ keys }: Settings): Schedule => ({
  signing: everyOf(keys.rotateSigningAfter),
  mac: everyOf(keys.rotateMacAfter),
  publishBefore: keys.publishBefore,
});

const everyOf = (interval: number | 'never'): number | undefined =>
  interval === 'never' || interval === 0 ? undefined : interval;

/** The master keys and the epoch, from the settings or from the data folder. */
export async function ringOf({ masterKey, epoch, data }: Settings): Promise<Ring> {
  if (masterKey !== undefined) return { masters: parseMasterKeys(masterKey), epoch: epoch ?? 1 };
  return ringInDirectory(data);
}
