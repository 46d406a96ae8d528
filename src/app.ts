/** The composition root: the one place that knows every room, and wires them. */
import { openStore } from '../adapters/open.ts';
import type { Store } from '../adapters/store.ts';
import type { Settings } from '../config/index.ts';
import { accountCollection, createAccounts, createPasswords } from './accounts/index.ts';
import { auditCollection, createAudit, type Audit } from './audit/index.ts';
import { apiCollection, clientCollection, createClients, versionCollection } from './clients/index.ts';
import { systemClock, type Clock } from './clock.ts';
import { consentCollection, createConsents } from './consents/index.ts';
import { browserCollection, createBrowsers, createSessions, sessionCollection } from './devices/index.ts';
import { migrations } from './migrations.ts';
import { keyCollection, openKeys, parseMasterKeys, ringInDirectory, type Ring } from './keys/index.ts';
import { measuredStore, type Metrics } from './telemetry/index.ts';
import { createFamilies, createRevocations, familyCollection, revocationCollection } from './tokens/index.ts';

/** Every kind of document there is. */
export const collections = [
  accountCollection,
  apiCollection,
  auditCollection,
  browserCollection,
  clientCollection,
  consentCollection,
  familyCollection,
  keyCollection,
  revocationCollection,
  sessionCollection,
  versionCollection,
];

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
  const { clock = systemClock, report, warn, metrics } = outside;
  const opened = await openStore(locationOf(settings), { collections, migrations, now: () => clock.now(), warn });
  const store = metrics ? measuredStore(opened, metrics) : opened;
  try {
    return await wire(settings, store, clock, report, metrics);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function wire(
  settings: Settings,
  store: Store,
  clock: Clock,
  report: (error: unknown) => void,
  metrics?: Metrics,
) {
  const { documents } = store;
  const keys = await openKeys({ documents, ring: await ringOf(settings), issuer: settings.issuer, clock });
  const { digest, credentials } = keys;
  const audit = createAudit({ documents, clock, report });
  const clients = createClients({
    documents,
    clock,
    digest,
    audit,
    staleness: store.staleness,
    lifetimes: settings.lifetimes,
    development: settings.profile === 'development',
  });
  const passwords = createPasswords({
    cost: settings.passwords,
    peppers: keys.peppers,
    queue: settings.passwords.queue,
    ...(metrics && { measured: metrics.hash }),
  });
  const accounts = createAccounts({ documents, clock, passwords, audit });
  const consents = createConsents({ documents, clock, digest, audit });
  const sessions = createSessions({
    documents,
    clock,
    credentials,
    audit,
    lifetimes: { idle: settings.lifetimes.sessionIdle, absolute: settings.lifetimes.sessionAbsolute },
  });
  const browsers = createBrowsers({ documents, clock, digest, credentials });
  const families = createFamilies({
    documents,
    clock,
    digest,
    credentials,
    audit,
    parties: {
      account: accounts.isLiving,
      client: async (id, since) => {
        const client = await clients.find(id);
        return client !== undefined && client.createdAt <= since;
      },
      session: async (uid) => {
        const session = await sessions.get(uid);
        return session !== undefined && session.endedAt === undefined;
      },
    },
  });
  const revocations = createRevocations({ documents, clock });

  endWhatHangsOnIt({ audit, families, sessions, browsers, consents });

  return {
    settings,
    clock,
    store,
    keys,
    audit,
    clients,
    passwords,
    accounts,
    consents,
    sessions,
    browsers,
    families,
    revocations,

    /** Removes what expired and finishes what a crash left. @returns how many records it handled */
    async sweep(): Promise<number> {
      const now = clock.now();
      const handled = await Promise.all([
        audit.sweep(now),
        sessions.sweep(),
        families.sweep(),
        browsers.sweep(),
        revocations.sweep(),
        clients.sweep(now),
        store.sweep(now),
      ]);
      return handled.reduce((sum, count) => sum + count, 0);
    },

    async close(): Promise<void> {
      await audit.idle();
      await store.close();
    },
  };
}

/**
 * What ends because something else ended. As a listener of owed events: a crash in the middle leaves the event owed, and
 * the sweeper does the rest. Each step can be done again.
 */
function endWhatHangsOnIt(rooms: {
  readonly audit: Audit;
  readonly families: ReturnType<typeof createFamilies>;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly browsers: ReturnType<typeof createBrowsers>;
  readonly consents: ReturnType<typeof createConsents>;
}): void {
  const { audit, families, sessions, browsers, consents } = rooms;
  audit.listen(async ({ kind, at, session, account, client, detail }) => {
    if (kind === 'session.ended' && session !== undefined) {
      const reason = detail?.['reason'] === 'expired' ? 'session_expired' : 'signed_out';
      await families.endAll('session', session, reason, ({ survivesSignOut }) => !survivesSignOut);
      const browser = (await sessions.get(session))?.browser;
      if (browser !== undefined) await browsers.leave(browser, session);
    }
    if (kind === 'account.disabled' && account !== undefined) {
      // Told late, what began after the account was opened again stays.
      await families.endAll('account', account, 'account_disabled', ({ createdAt }) => createdAt <= at);
      await sessions.endAll(account, 'account_disabled', ({ createdAt }) => createdAt <= at);
    }
    if (kind === 'client.removed' && client !== undefined) {
      // Told late, or once more, the event finds families of a client made anew under the old id: those stay.
      await families.endAll('client', client, 'client_removed', ({ createdAt }) => createdAt <= at);
      await consents.forget(client, at);
    }
  });
}

const locationOf = ({ mongodbUrl, redisUrl, data }: Settings) =>
  mongodbUrl !== undefined && redisUrl !== undefined
    ? ({ kind: 'mongodb+redis', mongodbUrl, redisUrl } as const)
    : ({ kind: 'sqlite', directory: data } as const);

async function ringOf({ masterKey, epoch, data }: Settings): Promise<Ring> {
  if (masterKey !== undefined) return { masters: parseMasterKeys(masterKey), epoch: epoch ?? 1 };
  return ringInDirectory(data);
}
