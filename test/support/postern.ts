import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { startNode, type Node } from '../../src/main.ts';
import { wide } from './budgets.ts';
import { alternatingFront } from './front.ts';
import { codeIn } from './letters.ts';
import { mailServer, type MailServer } from './mail-server.ts';
import { Person } from './person.ts';
import { findProgram } from './servers/found.ts';
import { mongodbServer, redisServer, type TestServer } from './servers/index.ts';
import { freePort } from './servers/process.ts';

/** What a suite runs on: one node on SQLite, or two nodes on one MongoDB and Redis, with requests going to each in turn. */
export type StoreProfile = 'sqlite' | 'mongodb+redis';

/** A Postern under test. */
export interface Postern {
  readonly issuer: string;
  /** The installation's rooms, opened apart from the nodes: what an admin on the command line has. */
  readonly rooms: Rooms;
  /** Where its letters arrive. */
  readonly mail: MailServer;
  /** The code in the next letter to an address. */
  codeFor(email: string): Promise<string>;
  /** Data directory of the nodes. */
  readonly directory: string;
  /** A new person with a browser of their own. */
  person(userAgent?: string): Person;
  /** Stops every node, and starts new ones on the same stores at the same addresses. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  readonly sweepEvery?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

const profiles: readonly StoreProfile[] = ['sqlite', 'mongodb+redis'];

/** The profiles that can run here. What cannot is told, and is a failure in CI: a suite that ran nowhere proved nothing. */
export function availableProfiles(): readonly StoreProfile[] {
  const mongodb = process.env['POSTERN_TEST_MONGODB_URL'] ?? ['mongod', 'java'].some((program) => findProgram(program));
  const redis = process.env['POSTERN_TEST_REDIS_URL'] ?? findProgram('redis-server');
  if (mongodb && redis) return profiles;
  const missing = [!mongodb && 'MongoDB', !redis && 'Redis'].filter(Boolean).join(' and ');
  if (process.env['CI'] === 'true') throw new Error(`the tests need ${missing}`);
  console.warn(`SKIPPED on MongoDB and Redis: there is no ${missing}`);
  return ['sqlite'];
}

/**
 * Starts Postern on a profile.
 * @param settings as on the command line: `name=value`
 * @param options `sweepEvery` in milliseconds: for tests of what only the sweep does; `environment`: settings that are
 *   secrets, which no command line takes
 */
export async function startPostern(
  profile: StoreProfile,
  settings: readonly string[] = [],
  options: Options = {},
): Promise<Postern> {
  const ending: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ending.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await start(profile, settings, options, ending)), stop };
  } catch (error) {
    // What did start would hold the test process open.
    await stop();
    throw error;
  }
}

/** What was made in the second in which the ephemera's run began is refused (see `createMarkUse`): on a quick machine that is now. */
async function untilProofsAreGood({ store }: Rooms): Promise<void> {
  const { since } = await store.ephemeraRun();
  while (Math.floor(Date.now() / 1000) <= since) await pause(20);
}

async function start(
  profile: StoreProfile,
  settings: readonly string[],
  { environment: secrets, ...options }: Options,
  ending: (() => Promise<unknown>)[],
): Promise<Omit<Postern, 'stop'>> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-'));
  ending.push(() => rm(directory, { recursive: true, force: true }));
  const mail = await mailServer();
  ending.push(() => mail.stop());
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const environment = {
    POSTERN_SMTP_URL: mail.url,
    ...secrets,
    ...(profile === 'sqlite' ? {} : await startServers(ending)),
  };
  const common = [`issuer=${issuer}`, 'demo.enabled=false', 'log.level=error', ...wide, ...settings];
  const settingsFor = (nodePort: number) =>
    loadSettings({ data: directory, port: String(nodePort), set: common }, environment, directory).settings;

  const nodes: Node[] = [];
  const stopNodes = async (): Promise<void> => {
    for (const node of nodes.splice(0)) await node.stop();
  };
  const startNodes = async (): Promise<void> => {
    for (const nodePort of ports) nodes.push(await startNode(settingsFor(nodePort), options));
  };
  const ports = profile === 'sqlite' ? [port] : [await freePort(), await freePort()];
  ending.push(stopNodes);
  await startNodes();
  if (profile !== 'sqlite') {
    const front = await alternatingFront(port, () => ports);
    ending.push(() => front.stop());
  }
  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(settingsFor(port), { report, warn: report });
  ending.push(() => rooms.close());
  await untilProofsAreGood(rooms);

  return {
    issuer,
    rooms,
    mail,
    async codeFor(email) {
      // A letter about a new device may come before it.
      for (let letters = 0; letters < 5; letters += 1) {
        const code = codeIn((await mail.take(email)).text);
        if (code) return code;
      }
      throw new Error(`no code in the letters to ${email}`);
    },
    directory,
    person: (userAgent) => new Person(userAgent),
    async restart() {
      await stopNodes();
      await startNodes();
    },
  };
}

async function startServers(ending: (() => Promise<unknown>)[]): Promise<NodeJS.ProcessEnv> {
  const found = await Promise.all([mongodbServer(), redisServer()]);
  const [mongodb, redis] = found.map((server): TestServer => {
    if ('missing' in server) throw new Error(server.missing);
    ending.push(() => server.stop());
    return server;
  });
  return { POSTERN_MONGODB_URL: mongodb?.url, POSTERN_REDIS_URL: redis?.url };
}
