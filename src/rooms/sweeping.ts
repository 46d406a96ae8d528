import { afterTime } from './expiry.ts';
import type { Features } from './features.ts';
import type { Ground } from './ground.ts';

/** Removes what expired and finishes what a crash left. @returns how many records it handled */
export async function sweep(
  rooms: Pick<Ground, 'clock' | 'store' | 'keys' | 'audit' | 'clients' | 'outgoing' | 'nodes'> & Features,
): Promise<number> {
  const now = rooms.clock.now();
  // First: where the store is no longer this node's to use, nothing else is done to it.
  const keysHandled = await rooms.keys.rotation.sweep();
  const handled = await Promise.all([
    rooms.audit.sweep(now),
    rooms.passwordCosts.sweep(),
    rooms.emailChanges.sweep(),
    rooms.emailResets.sweep(),
    rooms.invitations.sweep(),
    rooms.factorResets.sweep(),
    rooms.factors.codes.sweep(),
    rooms.sessions.sweep(afterTime(rooms)),
    rooms.families.sweep(),
    rooms.browsers.sweep(),
    rooms.devices.sweep(),
    rooms.appNames.sweep(),
    rooms.risk.sweep(),
    rooms.consents.sweep(),
    rooms.revocations.sweep(),
    rooms.clients.sweep(now),
    rooms.outgoing.sweep(),
    rooms.nodes.sweep(),
    rooms.protection.sweep(),
    rooms.store.sweep(now),
  ]);
  return handled.reduce((sum, count) => sum + count, keysHandled);
}
