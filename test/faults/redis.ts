import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { TestServer } from '../support/servers/index.ts';
import { freePort, startProcess, stopProcess, waitForLine, type ServerProcess } from '../support/servers/process.ts';

/** A Redis that loses what it was given. */
export interface LosingRedis extends TestServer {
  /** Loses everything. */
  empty(): Promise<void>;
  /** Notes what it has. */
  note(): Promise<void>;
  /** Is another process that has only what was noted: as after a crash, or when a replica that lags takes over. */
  setBack(): Promise<void>;
}

export async function losingRedis(): Promise<LosingRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const [current, noted] = [join(directory, 'dump.rdb'), join(directory, 'noted.rdb')];

  async function start(): Promise<ServerProcess> {
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
    const started = startProcess('redis-server', [...place, '--save', '3600 1', '--appendonly', 'no']);
    await waitForLine(started, /Ready to accept connections/);
    return started;
  }
  async function tell(command: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(url);
    await command(redis).finally(() => redis.disconnect());
  }

  let server = await start();
  return {
    url,
    name: 'redis-server',
    empty: () => tell((redis) => redis.flushall()),
    async note() {
      await tell((redis) => redis.save());
      await copyFile(current, noted);
    },
    async setBack() {
      await stopProcess(server);
      await copyFile(noted, current);
      server = await start();
    },
    async stop() {
      await stopProcess(server);
      await rm(directory, { recursive: true });
    },
  };
}
