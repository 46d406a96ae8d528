import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../config/index.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { startNode } from '../../src/main.ts';
import { mailServer } from '../support/mail-server.ts';
import { freePort } from '../support/servers/process.ts';

/** A node under the rules of production: an https issuer, with the proxy that ends TLS left out. */
export interface Production {
  readonly issuer: string;
  /** Where the node listens, as its proxy would reach it. */
  readonly inside: string;
  readonly rooms: Rooms;
  stop(): Promise<void>;
}

export async function production(settings: readonly string[] = []): Promise<Production> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-'));
  const mail = await mailServer();
  const port = await freePort();
  const issuer = 'https://id.example.com';
  const { settings: loaded } = loadSettings(
    {
      data: directory,
      port: String(port),
      set: [`issuer=${issuer}`, 'metrics.port=off', 'shutdownDrain=0', 'log.level=error', ...settings],
    },
    { POSTERN_SMTP_URL: mail.url, POSTERN_MASTER_KEY: `k1:${randomBytes(32).toString('base64url')}` },
    directory,
  );
  const node = await startNode(loaded);
  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(loaded, { report, warn: report });
  return {
    issuer,
    inside: `http://localhost:${port}`,
    rooms,
    async stop() {
      await rooms.close();
      await node.stop();
      await mail.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
