import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { mongodbServer, redisServer } from '../../test/support/servers/index.ts';
import { freePort } from '../../test/support/servers/process.ts';
import type { Paths } from '../load/scenarios.ts';
import { appsOf, callback, emailOf, password, scope, type BenchClient, type Workload } from '../workload.ts';
import { startChild, untilAnswered, type ServerChild } from './child.ts';
import type { Started } from './started.ts';

const program = fileURLToPath(new URL('../../bin/postern.mjs', import.meta.url));

const paths: Paths = { authorization: '/authorize', token: '/token', introspection: '/introspect' };

/** Where a Postern is to run, before it is started. */
export interface Place {
  readonly port: number;
  readonly metricsPort: number;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A folder of its own, and settings as in production: every line and event is written. */
export async function placeFor(stores: NodeJS.ProcessEnv): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const [port, metricsPort] = [await freePort(), await freePort()];
  return {
    port,
    metricsPort,
    directory,
    environment: {
      POSTERN_ISSUER: `http://localhost:${port}`,
      POSTERN_PORT: String(port),
      POSTERN_DATA: join(directory, 'data'),
      POSTERN_DEMO_ENABLED: 'false',
      // All load comes from one address.
      POSTERN_PROTECTION_DANGEROUSLY_MULTIPLY_TRIES_PER_NETWORK: '1000',
      POSTERN_PROTECTION_DANGEROUSLY_MULTIPLY_TRIES_PER_ACCOUNT: '1000',
      POSTERN_PROTECTION_DANGEROUSLY_MULTIPLY_TRIES_IN_ALL: '1000',
      POSTERN_PROTECTION_BAN_AUTOMATICALLY: 'false',
      POSTERN_LOG_LEVEL: 'info',
      POSTERN_LOG_FORMAT: 'json',
      POSTERN_METRICS_PORT: String(metricsPort),
      ...stores,
    },
  };
}

/** Starts Postern as `postern start` does. @returns with how many milliseconds passed until it was ready */
export async function launch(
  { port, directory, environment }: Place,
  flags: readonly string[] = [],
): Promise<{ child: ServerChild; ready: number }> {
  const child = startChild([...flags, program, 'start'], { cwd: directory, log: join(directory, 'log'), environment });
  return { child, ready: await untilAnswered(`http://localhost:${port}/health/ready`, child) };
}

export async function startPostern(
  profile: 'sqlite' | 'mongodb+redis',
  workload: Workload,
  flags: readonly string[],
): Promise<Started> {
  const ending: (() => Promise<unknown>)[] = [];
  const stores = profile === 'sqlite' ? undefined : await servers(ending);
  const place = await placeFor(stores?.environment ?? {});
  ending.push(() => rm(place.directory, { recursive: true }));
  await seed(place, workload);
  const { child } = await launch(place, flags);
  ending.push(() => child.stop());
  return {
    port: place.port,
    pid: child.pid,
    paths,
    description: `Postern on ${stores?.description ?? 'SQLite'}`,
    ...(!stores && { database: join(place.directory, 'data', 'postern.db') }),
    async stop() {
      for (const end of ending.toReversed()) await end();
    },
  };
}

async function servers(ending: (() => Promise<unknown>)[]) {
  const [mongodb, redis] = await Promise.all([mongodbServer({ heap: 2048 }), redisServer()]);
  for (const server of [mongodb, redis]) {
    if ('missing' in server) throw new Error(server.missing);
    ending.push(() => server.stop());
  }
  if ('missing' in mongodb || 'missing' in redis) throw new Error('unreachable');
  return {
    description: `${mongodb.name} and ${redis.name}`,
    environment: { POSTERN_MONGODB_URL: mongodb.url, POSTERN_REDIS_URL: redis.url },
  };
}

/** Registers the clients, makes the people, and remembers what they allowed. */
async function seed({ environment, directory }: Place, workload: Workload): Promise<void> {
  const { settings } = loadSettings({}, environment, directory);
  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(settings, { report, warn: () => undefined });
  try {
    await inParallel(workload.clients, (client) => rooms.clients.add(declarationOf(client), { secret: client.secret }));
    await makePeople(rooms, workload);
  } finally {
    await rooms.close();
  }
}

const declarationOf = ({ id, kind }: BenchClient) => ({
  id,
  kind,
  name: `Client ${id}`,
  ...(kind === 'web' && { redirectUris: [callback] }),
});

async function makePeople(rooms: Rooms, workload: Workload): Promise<void> {
  const hash = await rooms.passwords.hash(password);
  const people = Array.from({ length: workload.connections }, (_, number) => number);
  await inParallel(people, async (number) => {
    const account = await rooms.accounts.create({ email: emailOf(number), password: hash });
    if (!account) throw new Error('there is an account already');
    const asked = { scopes: scope.split(' '), claims: [], resources: {} };
    for (const { id } of appsOf(workload, number)) {
      await rooms.consents.give(account.id, await rooms.clients.show(id), asked, { requestId: 'benchmark' });
    }
  });
}

/** A few at a time: each change of a client is one step of one counter that they would race for. */
async function inParallel<T>(items: readonly T[], step: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await step(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
