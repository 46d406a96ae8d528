import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BSON, MongoClient } from 'mongodb';
import { loadSettings } from '../../config/index.ts';
import { openRooms } from '../../src/rooms/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import { mongodbServer, redisServer, type TestServer } from '../../test/support/servers/index.ts';
import { bytesPerRecord } from '../footprint.ts';
import { launch, placeFor } from '../servers/postern.ts';
import type { Workload } from '../workload.ts';
import { databaseOf, seedMeasured, seedMongodb, seedSqlite, type Chain, type Generation } from './seed.ts';

/** A node on a store with so many families. */
export interface PlaceWithFamilies {
  readonly families: number;
  readonly port: number;
  readonly pid: number;
  readonly chains: Record<Generation, Chain[][]>;
  /** How many families there are, and how many bytes each takes. */
  size(): Promise<{ readonly count: number; readonly bytes: number }>;
  stop(): Promise<void>;
}

/** The databases of one profile. Undefined on SQLite. */
export interface Servers {
  readonly mongodb: TestServer;
  readonly redis: TestServer;
}

/** @param heap megabytes for a MongoDB that keeps everything in memory */
export async function startServers(heap: number): Promise<Servers> {
  const [mongodb, redis] = await Promise.all([mongodbServer({ heap: Math.ceil(heap) }), redisServer()]);
  for (const server of [mongodb, redis]) if ('missing' in server) throw new Error(server.missing);
  return { mongodb, redis } as Servers;
}

export async function openPlace(
  families: number,
  workload: Workload,
  rounds: number,
  servers?: Servers,
): Promise<PlaceWithFamilies> {
  const stores = servers && { POSTERN_MONGODB_URL: servers.mongodb.url, POSTERN_REDIS_URL: servers.redis.url };
  const place = await placeFor(stores ?? {});
  const { settings } = loadSettings({}, place.environment, place.directory);
  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(settings, { report, warn: () => undefined });
  const chains = await seedMeasured(rooms, workload, rounds);
  const [like] = await rooms.store.documents.find(familyCollection, undefined, { limit: 1 });
  await rooms.close();
  if (!like) throw new Error('there are no families');
  const file = join(place.directory, 'data', 'postern.db');
  if (servers) await seedMongodb(servers.mongodb.url, like, families);
  else seedSqlite(file, like, families);
  const { child } = await launch(place);
  return {
    families,
    port: place.port,
    pid: child.pid,
    chains,
    size: () => (servers ? sizeInMongodb(servers.mongodb.url) : Promise.resolve(sizeInSqlite(file))),
    async stop() {
      await child.stop();
      await rm(place.directory, { recursive: true });
      await servers?.mongodb.stop();
      await servers?.redis.stop();
    },
  };
}

function sizeInSqlite(file: string): { count: number; bytes: number } {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { count } = database.prepare('SELECT count(*) AS count FROM "families"').get() as { count: number };
    return { count, bytes: bytesPerRecord(file, 'families') ?? 0 };
  } finally {
    database.close();
  }
}

/** A server that keeps everything in memory says nothing of its size: what is told are the documents, without indexes. */
async function sizeInMongodb(url: string): Promise<{ count: number; bytes: number }> {
  const client = await MongoClient.connect(url);
  try {
    const families = client.db(databaseOf(url)).collection(familyCollection.name);
    const some = await families.find().limit(500).toArray();
    const bytes = some.reduce((sum, family) => sum + BSON.calculateObjectSize(family), 0);
    return { count: await families.countDocuments(), bytes: Math.round(bytes / some.length) };
  } finally {
    await client.close();
  }
}
