import type { Database, StoreLocation, StoreOptions } from './database.ts';
import { connectMongodb } from './mongodb/index.ts';
import { connectRedis } from './redis/index.ts';

/** How long a node may go by an answer it read before, in milliseconds: a read of MongoDB is worth sharing. */
const staleness = 50;

/** Documents in MongoDB, ephemera in Redis. @throws {StoreUnavailable | StoreRefused} */
export async function connectMongodbAndRedis(
  { mongodbUrl, redisUrl, allowVolatileRedis = false }: Extract<StoreLocation, { kind: 'mongodb+redis' }>,
  { now, warn }: Pick<StoreOptions, 'now' | 'warn'>,
): Promise<Database> {
  const mongodb = await connectMongodb(mongodbUrl, { warn });
  const redis = await connectRedis(redisUrl, { allowVolatile: allowVolatileRedis, now, warn }).catch(
    async (error: unknown) => {
      await mongodb.close();
      throw error;
    },
  );
  const { documents } = mongodb;
  const { ephemera } = redis;
  return {
    names: { documents: 'MongoDB', ephemera: 'Redis' },
    documents,
    ephemera,
    staleness,
    removalsLast: false,
    writesTogether: false,
    // Redis removes what has expired by itself.
    sweep: () => Promise.resolve(0),
    ephemeraRun: () => redis.run(),
    queued: () => mongodb.queued() + redis.queued(),
    // MongoDB makes a collection with its first document.
    createTables: () => Promise.resolve(),
    createIndexes: (collections) => mongodb.createIndexes(collections),
    async rivals() {
      const [first, second] = await Promise.all([mongodb.rivals(), redis.rivals()]);
      return {
        documents: first.documents,
        ephemera: second.ephemera,
        close: async () => void (await Promise.all([first.close(), second.close()])),
      };
    },
    close: async () => void (await Promise.all([mongodb.close(), redis.close()])),
  };
}
