import type { Settings } from '../config/index.ts';
import type { Audit } from './audit/index.ts';
import { applyUnattended, readDeclaredFile, type Clients } from './clients/index.ts';
import type { Clock } from './clock.ts';
import type { Log } from './telemetry/index.ts';

/**
 * Makes clients and APIs what the declared file says, before the first request is taken. A client whose secret would
 * have to be made waits for `postern apply`, where somebody sees it.
 * @throws {Refused} with everything that is wrong in the file: the start stops, and nothing was changed
 */
export async function applyDeclaredClients(
  place: {
    readonly settings: Settings;
    readonly clients: Clients;
    readonly clock: Clock;
    readonly audit: Audit;
  },
  log: Pick<Log, 'info' | 'warn'>,
): Promise<void> {
  const { settings, clients, clock, audit } = place;
  const path = settings.clientsFile;
  if (path === undefined) return;
  const file = await readDeclaredFile(path, (declaration) => clients.parse(declaration, 'file'));
  const applying = { clients, clock, file, environment: process.env };
  const { applied, waiting } = await applyUnattended(applying, audit);
  for (const { action, id } of applied) if (action !== 'same') log.info(`declared client or API: ${action} ${id}`);
  for (const { id } of waiting) {
    log.warn(`client ${id} is declared and waits for its secret: run postern apply, which shows it once`);
  }
}
