import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type Missing, type TestServer } from './found.ts';
import { freePort, startProcess, stopProcess, waitForLine } from './process.ts';

/**
 * A Redis: the one named by POSTERN_TEST_REDIS_URL, else one started from `redis-server` on the PATH.
 * @param settings in redis.conf's words, for a server of the test's own: then no named one is taken
 */
export async function redisServer(settings?: readonly string[]): Promise<TestServer | Missing> {
  const url = process.env['POSTERN_TEST_REDIS_URL'];
  if (url && !settings) return { url, name: 'the Redis of POSTERN_TEST_REDIS_URL', stop: () => Promise.resolve() };
  const program = findProgram('redis-server');
  if (!program) return { missing: 'no Redis: set POSTERN_TEST_REDIS_URL, or install redis-server' };
  const directory = await mkdtemp(join(tmpdir(), 'postern-redis-'));
  const port = await freePort();
  const child = startProcess(program, [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
    ...(settings ?? ['--appendonly', 'yes']),
  ]);
  await waitForLine(child, /Ready to accept connections/);
  return {
    url: `redis://127.0.0.1:${port}`,
    name: 'redis-server',
    async stop() {
      await stopProcess(child);
      await rm(directory, { recursive: true });
    },
  };
}
