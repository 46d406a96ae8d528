import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { StoreProfile } from './postern.ts';
import { mongodbServer, proxyTo, redisServer, type Proxy, type TestServer } from './servers/index.ts';

/** What the nodes of a test keep their data in. */
export interface NodeStores {
  /** Settings of the nodes, by the names of the environment. */
  readonly nodeUrls: NodeJS.ProcessEnv;
  /** The same stores by a way that never fails. */
  readonly ownUrls: NodeJS.ProcessEnv;
  /** Between the nodes and the databases, where that was asked for. */
  readonly proxies?: { readonly mongodb: Proxy; readonly redis: Proxy };
  /** The file of SQLite. */
  readonly file?: string;
  stop(): Promise<void>;
}

/** @param ownRedis one that was started for this test; it is stopped with the rest */
export async function nodeStores(
  profile: StoreProfile,
  directory: string,
  { proxied = false, redis: ownRedis }: { readonly proxied?: boolean; readonly redis?: TestServer },
): Promise<NodeStores> {
  if (profile === 'sqlite') {
    return { nodeUrls: {}, ownUrls: {}, file: join(directory, 'postern.db'), stop: () => Promise.resolve() };
  }
  const found = await Promise.all([mongodbServer(), ownRedis ?? redisServer()]);
  const [mongodb, redis] = found.map((server) => {
    if ('missing' in server) throw new Error(server.missing);
    return server;
  }) as [TestServer, TestServer];
  const ownUrls = { POSTERN_MONGODB_URL: mongodb.url, POSTERN_REDIS_URL: redis.url };
  const proxies = proxied && { mongodb: await proxyTo(mongodb.url), redis: await proxyTo(redis.url) };
  return {
    nodeUrls: proxies ? { POSTERN_MONGODB_URL: proxies.mongodb.url, POSTERN_REDIS_URL: proxies.redis.url } : ownUrls,
    ownUrls,
    ...(proxies && { proxies }),
    async stop() {
      if (proxies) await Promise.all([proxies.mongodb.stop(), proxies.redis.stop()]);
      await dropDatabase(mongodb.url);
      await Promise.all([mongodb.stop(), redis.stop()]);
    },
  };
}

/** Many suites share one server that keeps everything in memory. */
async function dropDatabase(url: string): Promise<void> {
  const client = await MongoClient.connect(url);
  const name = /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  if (name !== undefined) await client.db(name).dropDatabase();
  await client.close();
}
