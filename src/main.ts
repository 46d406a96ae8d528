import type { RequestListener } from 'node:http';
import type Koa from 'koa';
import { createOutbox, smtpTransport, type MailTransport, type Outbox } from '../adapters/mail/index.ts';
import { guardedFetch } from '../adapters/http/index.ts';
import type { Settings } from '../config/index.ts';
import { createSignUps } from './accounts/index.ts';
import { openRooms, type Rooms } from './app.ts';
import { applyDeclaredClients } from './declared-clients.ts';
import { demonstrate, withdrawDemonstration } from './demonstration.ts';
import { createLetters, createPost } from './letters/index.ts';
import { createEngine } from './provider/index.ts';
import { createLog, createMetrics, type Log, type Metrics } from './telemetry/index.ts';
import {
  accessLog,
  bareHeaders,
  createCsrf,
  createHost,
  createPages,
  createTrail,
  engineViews,
  health,
  letterLinkPath,
  originOf,
  outboxPath,
  serveMetrics,
  startServer,
} from './web/index.ts';

/** How often what expired is removed, and what a crash left is finished, in milliseconds. */
const sweepEvery = 10_000;

/** A node that takes requests. */
export interface Node {
  /** Finishes what is in flight, then closes everything. */
  stop(): Promise<void>;
}

/** Starts a node: opens the rooms, makes the engine and the host, and listens. */
export async function startNode(settings: Settings): Promise<Node> {
  const metrics = createMetrics();
  const log = createLog({ ...settings.log, dropped: () => metrics.droppedField() });
  const rooms = await openRooms(settings, {
    report: (error) => log.error('failed in the background', { error }),
    warn: (message) => log.warn(message),
    metrics,
  });
  const running: (() => Promise<unknown>)[] = [() => rooms.close()];
  const stop = async (): Promise<void> => {
    for (const end of running.toReversed()) await end();
  };
  try {
    await startOn(rooms, { log, metrics }, running);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function startOn(
  rooms: Rooms,
  { log, metrics }: { log: Log; metrics: Metrics },
  running: (() => Promise<unknown>)[],
): Promise<void> {
  const { settings, clock, store, keys, audit, clients, accounts, passwords, browsers } = rooms;
  const { issuer, brand, languages } = settings;
  const secure = issuer.startsWith('https:');
  const development = settings.profile === 'development';

  audit.listen((event) => metrics.event(event));
  let stopping = false;
  const { transport, outbox } = mailFor(settings, () => clock.now());
  const post = createPost(transport, (error) => log.error('a letter could not be sent', { error }));
  running.push(() => post.close());

  const letters = createLetters(brand);
  const pages = createPages({ issuer, brand, languages });
  const trail = createTrail({ ephemera: store.ephemera, digest: keys.digest, clients });
  const signUps = createSignUps({
    ephemera: store.ephemera,
    digest: keys.digest,
    accounts,
    passwords,
    audit,
    linkTo: (returnTo, ticket, secret) => `${issuer}${letterLinkPath(returnTo, ticket, secret)}`,
    send: ({ to, ...content }, language) => {
      post.send({ to, ...letters.render(content, language) });
    },
  });

  await applyDeclaredClients(rooms, log);

  const edge = [bareHeaders(secure), originOf({ secure, browsers }), accessLog({ log, metrics })];
  const views = engineViews({ ...rooms, digest: keys.digest, pages, trail, secure });
  const fetchGuarded = guardedFetch(development);
  const engine = createEngine({
    ...rooms,
    issuer,
    edge,
    lifetimes: { ...settings.lifetimes, session: settings.lifetimes.sessionIdle },
    views,
    fetch: fetchGuarded,
  });
  const host = createHost({
    edge,
    health: health({ store, log, stopping: () => stopping }),
    ...(outbox && { outbox }),
    interaction: {
      ...rooms,
      provider: () => engine.provider,
      pages,
      csrf: createCsrf(keys.digest),
      trail,
      signUps,
      secure,
      languages: languages as [string, ...string[]],
      signUpOpen: settings.signUp === 'open',
      ...(outbox && { outbox: outboxPath }),
    },
  });

  metrics.queue('store', () => store.queued());
  metrics.queue('password hashes', () => passwords.queued());
  metrics.queue('letters', () => post.queued());

  const sweeper = setInterval(() => {
    rooms.sweep().catch((error: unknown) => log.error('sweeping failed', { error }));
  }, sweepEvery);
  running.push(() => Promise.resolve(clearInterval(sweeper)));

  if (settings.metrics.port !== 'off') {
    const server = await serveMetrics(metrics, { address: settings.metrics.address, port: settings.metrics.port });
    running.push(() => server.stop());
  }

  const engineListener = asListener(engine.provider);
  const server = await startServer({
    issuer,
    address: settings.address,
    port: settings.port,
    trustedProxies: settings.trustedProxies,
    engine: () => engineListener,
    host: asListener(host),
  });
  if (settings.demo.enabled) {
    const demo = await demonstrate(rooms);
    running.push(() => demo.stop());
  } else {
    await withdrawDemonstration(rooms);
  }
  running.push(() => {
    stopping = true;
    return server.stop(settings.shutdownGrace);
  });
}

/** Koa answers every failure itself: its promise is for nobody. */
function asListener(app: Pick<Koa, 'callback'>): RequestListener {
  const callback = app.callback();
  return (request, response) => void callback(request, response);
}

function mailFor(settings: Settings, now: () => number): { transport: MailTransport; outbox?: Outbox } {
  if (settings.smtpUrl !== undefined) return { transport: smtpTransport(settings.smtpUrl, settings.mailFrom) };
  const outbox = createOutbox(now);
  return { transport: outbox, outbox };
}
