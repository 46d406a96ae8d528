import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram, type Missing, type TestServer } from './found.ts';
import { freePort, startProcess, stopProcess, waitForLine } from './process.ts';

const sources = fileURLToPath(new URL('./mongo/', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/mongo-java-server/', import.meta.url));

/** A night's runs leave behind what no run of the day does. */
const isNight = process.env['POSTERN_TEST_RACES'] !== undefined || process.env['POSTERN_TEST_SEQUENCES'] !== undefined;

/**
 * A MongoDB, and in its URL a database that nobody else uses: the one named by POSTERN_TEST_MONGODB_URL, else `mongod`
 * from the PATH, else mongo-java-server where Maven and Java are.
 * @param heap megabytes for the last one, which keeps everything in memory
 */
export async function mongodbServer({ heap = isNight ? 4096 : 256 } = {}): Promise<TestServer | Missing> {
  const url = process.env['POSTERN_TEST_MONGODB_URL'];
  if (url)
    return { url: withDatabase(url), name: 'the MongoDB of POSTERN_TEST_MONGODB_URL', stop: () => Promise.resolve() };
  if (findProgram('mongod')) return mongod();
  if (findProgram('java') && (findProgram('mvn') || existsSync(cache))) return mongoJavaServer(heap);
  return { missing: 'no MongoDB: set POSTERN_TEST_MONGODB_URL, or install mongod, or Java and Maven' };
}

/** `mongodb://host:1/?a=b` becomes `mongodb://host:1/postern_test_x?a=b`. */
function withDatabase(url: string): string {
  const [address, query] = url.split('?', 2) as [string, string?];
  const [scheme, hosts] = address.split('//', 2) as [string, string];
  const name = `postern_test_${randomBytes(6).toString('hex')}`;
  return `${scheme}//${hosts.split('/')[0]}/${name}${query ? `?${query}` : ''}`;
}

/** A replica set of one, as production has at least: a single server would answer before anything is settled. */
async function mongod(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-mongodb-'));
  const port = await freePort();
  const child = startProcess('mongod', [
    ...['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', directory, '--replSet', 'tests'],
  ]);
  await waitForLine(child, /Waiting for connections/);
  const { MongoClient } = await import('mongodb');
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  await client.db('admin').command({ replSetInitiate: { _id: 'tests', members } });
  await client.close();
  return {
    url: withDatabase(`mongodb://127.0.0.1:${port}/?replicaSet=tests`),
    name: 'mongod',
    async stop() {
      await stopProcess(child);
      await rm(directory, { recursive: true });
    },
  };
}

async function mongoJavaServer(heap: number): Promise<TestServer> {
  if (!existsSync(cache)) await fetchJars();
  const child = startProcess('java', [`-Xmx${heap}m`, '-cp', join(cache, '*'), join(sources, 'Main.java')]);
  const [url] = await waitForLine(child, /mongodb:\/\/\S+/);
  await warmUp(url);
  return { url: withDatabase(url), name: 'mongo-java-server', stop: () => stopProcess(child) };
}

/** Java's first commands take seconds on a busy machine: longer than a store waits for its database. */
async function warmUp(url: string): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const client = await MongoClient.connect(url, { maxPoolSize: 8 });
  const documents = client.db('warm').collection<{ _id: number; name: number }>('up');
  await documents.createIndexes([{ name: 'unique', key: { name: 1 }, unique: true, sparse: true }]);
  for (let round = 0; round < 5; round++) {
    const ids = Array.from({ length: 100 }, (_, index) => round * 100 + index);
    await documents.insertMany(ids.map((_id) => ({ _id, name: _id })));
    await Promise.all(ids.map((_id) => documents.replaceOne({ _id, name: _id }, { name: -_id - 1 })));
    await Promise.all(ids.map((_id) => documents.find({ _id: { $in: [_id] } }).toArray()));
    await Promise.all(ids.map((_id) => documents.deleteOne({ _id })));
  }
  await client.close();
}

/** Into a place of its own first: several test processes may do this at once, and must not see half of it. */
async function fetchJars(): Promise<void> {
  const directory = await mkdtemp(join(cache, '..', 'mongo-java-server-'));
  await promisify(execFile)('mvn', [
    '-q',
    '-B',
    '-f',
    join(sources, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${directory}`,
  ]);
  await rename(directory, cache).catch((error: unknown) => {
    if (!existsSync(cache)) throw error;
  });
}
