import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { startNode } from '../../src/main.ts';
import { command, type Ran } from '../support/command.ts';
import { mailServer } from '../support/mail-server.ts';
import type { StoreProfile } from '../support/postern.ts';
import { mongodbServer, redisServer } from '../support/servers/index.ts';
import { freePort } from '../support/servers/process.ts';

/** An installation that is stopped, restored and started again, at one address whatever it is on. */
export interface Place {
  readonly issuer: string;
  readonly directory: string;
  /** Its settings, as environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one command on it. */
  command(...args: string[]): Promise<Ran>;
  /** Runs a node on it, and has its rooms open, while the work is done. */
  running<T>(work: (postern: { issuer: string; rooms: Rooms }) => Promise<T>): Promise<T>;
  /** Opens its rooms without a node. */
  opened<T>(work: (rooms: Rooms) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param like an installation that this one is to be in place of: at its address, with nothing of what it stored */
export async function place(
  profile: StoreProfile,
  more: Readonly<Record<string, string>> = {},
  like?: Pick<Place, 'issuer'>,
): Promise<Place> {
  const ending: (() => Promise<unknown>)[] = [];
  const directory = await mkdtemp(join(tmpdir(), 'postern-backup-'));
  ending.push(() => rm(directory, { recursive: true, force: true }));
  const mail = await mailServer();
  ending.push(() => mail.stop());
  const issuer = like?.issuer ?? `http://localhost:${await freePort()}`;
  const databases: Record<string, string> = {};
  if (profile === 'mongodb+redis') {
    for (const [name, server] of [
      ['POSTERN_MONGODB_URL', await mongodbServer()],
      ['POSTERN_REDIS_URL', await redisServer()],
    ] as const) {
      if ('missing' in server) throw new Error(server.missing);
      ending.push(() => server.stop());
      databases[name] = server.url;
    }
  }
  const environment = {
    POSTERN_ISSUER: issuer,
    POSTERN_PORT: new URL(issuer).port,
    POSTERN_DATA: directory,
    POSTERN_SMTP_URL: mail.url,
    POSTERN_DEMO_ENABLED: 'false',
    POSTERN_LOG_LEVEL: 'error',
    ...databases,
    ...more,
  };
  const settings = () => loadSettings({}, environment, directory).settings;
  const report = (error: unknown): void => console.error(error);

  async function opened<T>(work: (rooms: Rooms) => Promise<T>): Promise<T> {
    const rooms = await openRooms(settings(), { report, warn: report });
    try {
      return await work(rooms);
    } finally {
      await rooms.close();
    }
  }

  return {
    issuer,
    directory,
    environment,
    command: (...args) => command(args, environment),
    opened,
    async running(work) {
      const node = await startNode(settings());
      try {
        return await opened((rooms) => work({ issuer, rooms }));
      } finally {
        await node.stop();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const end of ending.toReversed()) await end();
    },
  };
}
