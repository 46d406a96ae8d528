import type { Settings } from '../config/index.ts';
import { createSignUps } from './accounts/index.ts';
import { raiseAlarms } from './alarms.ts';
import type { Milliseconds } from './clock.ts';
import { openRooms, type Rooms } from './rooms/index.ts';
import { applyDeclaredClients } from './declared-clients.ts';
import { demonstrate, withdrawDemonstration } from './demonstration.ts';
import {
  createLetters,
  takeEmailCodeRequests,
  takeFactorCodes,
  takeSignUpLetters,
  recoveryKind,
  type RecoveryRequest,
} from './letters/index.ts';
import { randomId } from './ids.ts';
import { holdEpoch } from './keys/index.ts';
import { accountClient } from './own-clients.ts';
import { createEngines } from './provider/index.ts';
import { isPrivateAddress } from './whereabouts/index.ts';
import { sendWhatWaits } from './outbound.ts';
import { createLog, createMetrics, type Log, type Metrics } from './telemetry/index.ts';
import { mailFor, smsFor } from './transports.ts';
import {
  accessLog,
  bareHeaders,
  createCsrf,
  createHost,
  createPages,
  createHalfProven,
  createTrail,
  engineViews,
  health,
  letterLinkPath,
  originOf,
  refuseBanned,
  refuseMalformedQueries,
  outboxPath,
  sayWhenToComeAgain,
  serveMetrics,
  startServer,
} from './web/index.ts';

/** How often what expired is removed, and what a crash left is finished, in milliseconds. */
const usualSweep: Milliseconds = 10_000;

/** A node that takes requests. */
export interface Node {
  /** Finishes what is in flight, then closes everything. @throws {Error} when part of it failed, once all is closed */
  stop(): Promise<void>;
}

/** Starts a node: opens the rooms, makes the engine and the host, and listens. */
export async function startNode(settings: Settings, { sweepEvery = usualSweep } = {}): Promise<Node> {
  const metrics = createMetrics();
  const log = createLog({ ...settings.log, dropped: () => metrics.droppedField() });
  const rooms = await openRooms(settings, {
    report: (error, about) => log.error('failed in the background', { ...about, error }),
    warn: (message) => log.warn(message),
    metrics,
  });
  const running: (() => Promise<unknown>)[] = [() => rooms.close()];
  // One that cannot end as it should, with its database away, keeps none of the others from ending.
  const stop = async (): Promise<void> => {
    let failure: unknown;
    for (const end of running.toReversed()) {
      try {
        await end();
      } catch (error) {
        log.error('not stopped cleanly', { error });
        failure ??= error;
      }
    }
    if (failure !== undefined) throw new Error('not stopped cleanly', { cause: failure });
  };
  try {
    await startOn(rooms, { log, metrics, sweepEvery }, running);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { stop };
}

async function startOn(
  rooms: Rooms,
  { log, metrics, sweepEvery }: { log: Log; metrics: Metrics; sweepEvery: Milliseconds },
  running: (() => Promise<unknown>)[],
): Promise<void> {
  const { settings, clock, store, keys, audit, clients, accounts, passwords, passwordTurns, browsers, outgoing } =
    rooms;
  const { issuer, brand, languages } = settings;
  const known = languages as [string, ...string[]];
  const secure = issuer.startsWith('https:');
  const development = settings.profile === 'development';

  audit.count((event) => metrics.event(event));
  audit.count(raiseAlarms(log, clock));
  let stopping = false;
  const { transport, outbox } = await mailFor(settings, () => clock.now());
  running.push(() => Promise.resolve(transport.close()));

  const letters = createLetters(brand);
  const pages = createPages({ issuer, brand, languages });
  const trail = createTrail({ ephemera: store.ephemera, digest: keys.digest, clients });
  const signUps = createSignUps({
    ephemera: store.ephemera,
    digest: keys.digest,
    accounts,
    passwords,
    audit,
    signIn: `${issuer}${accountClient.home}`,
    linkTo: (returnTo, ticket, secret) => `${issuer}${letterLinkPath(returnTo, ticket, secret)}`,
    send: takeSignUpLetters({ clock, boxes: keys.boxes, outgoing }),
  });

  await holdEpoch(store.documents, keys.epoch);
  await rooms.nodes.start();
  running.push(() => rooms.nodes.stop());
  await applyDeclaredClients(rooms, log);

  // Known before the first request comes.
  await rooms.protection.bans.find('');
  const headers = bareHeaders(secure);
  const edge = [
    originOf({ secure, browsers }),
    accessLog({ log, metrics }),
    sayWhenToComeAgain,
    refuseBanned({ bans: rooms.protection.bans, audit, pages }),
    refuseMalformedQueries(pages),
  ];
  const csrf = createCsrf(keys.digest);
  const views = engineViews({ ...rooms, digest: keys.digest, pages, csrf, trail, secure });
  const engines = createEngines(
    {
      ...rooms,
      issuer,
      edge: [headers, ...edge],
      lifetimes: { ...settings.lifetimes, session: settings.lifetimes.sessionIdle },
      clientCertificateHeader: settings.clientCertificateHeader,
      views,
    },
    (error) => log.error('the engine could not be made with the new keys', { error }),
  );
  sendWhatWaits(rooms, {
    letters,
    transport,
    signUps,
    sms: smsFor(rooms, outbox),
    signLogout: async (logout) => (await engines.current()).logoutToken(logout),
  });
  running.push(() => rooms.settle());
  const sendFactorCode = takeFactorCodes({ boxes: keys.boxes, outgoing });
  const askForRecovery = (request: RecoveryRequest) => outgoing.enqueue(recoveryKind, randomId(), request);
  // There for text messages alone, too: who waits for a letter is not sent there then.
  const letterBox = settings.smtpUrl === undefined ? { outbox: outboxPath } : {};
  const host = createHost({
    headers,
    edge,
    health: health({ store, log, stopping: () => stopping }),
    ...(outbox && { outbox }),
    interaction: {
      ...rooms,
      provider: async () => (await engines.current()).provider,
      subjectOf: async (account, client) => (await engines.current()).subjectOf(account, client),
      pages,
      csrf,
      trail,
      halfProven: createHalfProven({ ephemera: store.ephemera, digest: keys.digest }),
      signUps,
      sendFactorCode,
      askForRecovery,
      secure,
      languages: known,
      signUpMode: settings.signUp.mode,
      ...letterBox,
    },
    account: {
      ...rooms,
      issuer,
      digest: keys.digest,
      pages,
      csrf,
      secure,
      askForEmailCode: takeEmailCodeRequests(rooms),
      askForRecovery,
      sendFactorCode,
      languages: known,
    },
    admin: { ...rooms, issuer, digest: keys.digest, pages, csrf, secure },
    letterLinks: {
      ...{ ...rooms, pages, csrf },
      languages: known,
      askForRecovery,
      ...letterBox,
      invitationsOpen: settings.signUp.mode !== 'closed',
      riskRules: settings.risk,
    },
    api: { ...rooms, issuer, engine: () => engines.current(), languages: known },
  });

  metrics.queue('store', () => store.queued());
  metrics.queue('password hashes', () => passwordTurns.waiting);
  metrics.queue('outgoing', () => outgoing.queued());
  metrics.outgoingLate(() => outgoing.late());

  const sweeper = setInterval(() => {
    rooms.sweep().catch((error: unknown) => log.error('sweeping failed', { error }));
  }, sweepEvery);
  running.push(() => Promise.resolve(clearInterval(sweeper)));

  if (settings.metrics.port !== 'off') {
    const server = await serveMetrics(metrics, { address: settings.metrics.address, port: settings.metrics.port });
    running.push(() => server.stop());
  }

  // Koa answers every failure itself: its promise is for nobody.
  const answer = host.callback();
  const server = await startServer({
    issuer,
    address: settings.address,
    port: settings.port,
    trustedProxies: settings.trustedProxies,
    clientCertificateHeader: settings.clientCertificateHeader,
    ...(!development && { notBelieved: warnOfUnnamedProxy(log) }),
    engine: engines.listener,
    host: (request, response) => void answer(request, response),
  });
  // As soon as it listens: what fails from here on must not leave it behind.
  running.push(async () => {
    stopping = true;
    await server.drain(settings.shutdownDrain);
    await server.stop(settings.shutdownGrace);
  });
  if (settings.demo.enabled) {
    const demo = await demonstrate(rooms);
    running.push(() => demo.stop());
  } else {
    await withdrawDemonstration(rooms);
  }
}

/**
 * Says once that a proxy seems to be unnamed. All people would then share its address, and the budgets of tries with it:
 * the mistakes of a few would lock out the others.
 */
function warnOfUnnamedProxy(log: Log): (peer: string) => void {
  let said = false;
  return (peer) => {
    if (said || !isPrivateAddress(peer)) return;
    said = true;
    log.warn('a proxy is not named in trustedProxies: everybody seems to come from its address', { address: peer });
  };
}
