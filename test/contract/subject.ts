import { describe, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type StoreLocation, type StoreOptions } from '../../adapters/open.ts';
import type { Store } from '../../adapters/store.ts';
import { testClock } from '../support/clock.ts';
import { mongodbServer, redisServer } from '../support/servers/index.ts';
import { collections } from './collections.ts';

/** A place to keep a store in, which the contract is tried on. */
export interface Subject {
  readonly location: StoreLocation;
  /** Moves the store's clock, where it goes by ours. */
  readonly forward: ((seconds: number) => void) | undefined;
  open(options?: Partial<StoreOptions>): Promise<Store>;
  /** Ends what was started for it. */
  remove(): Promise<void>;
}

export async function sqliteSubject(): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-contract-'));
  const remove = () => rm(directory, { recursive: true });
  const clock = testClock();
  return { ...subject({ kind: 'sqlite', directory }, clock.now), forward: clock.forward, remove };
}

/** MongoDB and Redis, or why they are not here. */
export async function serversSubject(): Promise<Subject | { readonly missing: string }> {
  const [mongodb, redis] = await Promise.all([mongodbServer(), redisServer()]);
  if ('missing' in mongodb || 'missing' in redis) {
    const found = [mongodb, redis].filter((server) => 'stop' in server);
    await Promise.all(found.map((server) => server.stop()));
    return { missing: [mongodb, redis].flatMap((server) => ('missing' in server ? [server.missing] : [])).join('; ') };
  }
  console.info(`The stores' contract runs on ${mongodb.name} and ${redis.name}.`);
  return {
    ...subject({ kind: 'mongodb+redis', mongodbUrl: mongodb.url, redisUrl: redis.url }, testClock().now),
    forward: undefined,
    remove: async () => void (await Promise.all([mongodb.stop(), redis.stop()])),
  };
}

/** Describes what needs servers: skipped, and said so, where there are none; a failure where CI should have them. */
export function describeWithServers(
  name: string,
  found: Subject | { readonly missing: string },
  tests: (subject: Subject) => void,
): void {
  if (!('missing' in found)) return describe(`on ${name}`, () => tests(found));
  sayLoudly(`SKIPPED: ${name}: ${found.missing}`);
  if (process.env['CI'] === 'true') {
    test(`${name}: the servers are there`, () => {
      throw new Error(found.missing);
    });
  } else {
    describe.skip(`on ${name}`, () => test(`needs what is missing: ${found.missing}`, () => undefined));
  }
}

function subject(location: StoreLocation, now: () => number): Pick<Subject, 'location' | 'open'> {
  const defaults: StoreOptions = { collections, migrations: [], now, warn: () => undefined };
  return { location, open: (options) => openStore(location, { ...defaults, ...options }) };
}

/** To standard error itself: Jest shows nothing that a file prints whose tests are all skipped. */
export const sayLoudly = (line: string): void => void process.stderr.write(`\n${line}\n`);
