import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/servers/process.ts';
import type { Workload } from '../workload.ts';
import { startChild, untilAnswered } from './child.ts';
import { plainPaths, type Started } from './started.ts';

const entry = fileURLToPath(new URL('./plain-oidc-provider.ts', import.meta.url));

/** Starts oidc-provider alone: in memory, with its development pages. */
export async function startPlain({ clients, connections }: Workload, flags: readonly string[]): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-bench-plain-'));
  const port = await freePort();
  const size = JSON.stringify({ clients: clients.length, connections });
  const child = startChild([...flags, '--disable-warning=ExperimentalWarning', entry, String(port), size], {
    cwd: directory,
    log: join(directory, 'log'),
  });
  await untilAnswered(`http://localhost:${port}/.well-known/openid-configuration`, child);
  return {
    port,
    pid: child.pid,
    paths: plainPaths,
    description: 'oidc-provider alone, in memory, with its development pages',
    async stop() {
      await child.stop();
      await rm(directory, { recursive: true });
    },
  };
}
