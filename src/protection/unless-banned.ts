import type { Audit } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Attempts, RefusedTry } from './attempts.ts';
import type { Bans } from './bans/index.ts';

const minute: Seconds = 60;
const hour: Seconds = 60 * minute;

/**
 * Refuses a try that a ban stops before anything is counted or looked up for it: in the same way for accounts that are
 * there and that are not. No work and no ticket passes that, or stuffing would go on for the price of it.
 * @throws {StoreUnavailable} while it is not known yet what is banned: then nothing is tried
 */
export function unlessBanned(
  options: {
    readonly bans: Pick<Bans, 'stopping'>;
    readonly audit: Pick<Audit, 'newEvent' | 'record'>;
    readonly clock: Pick<Clock, 'now'>;
  },
  attempt: Attempts['attempt'],
): Attempts['attempt'] {
  const { bans, audit, clock } = options;

  async function refuse({ kind, subject, origin }: Parameters<typeof attempt>[0], until: Seconds): Promise<RefusedTry> {
    await audit.record(
      audit.newEvent({
        kind: 'protection.refused',
        outcome: 'refused',
        origin,
        ...(subject !== undefined && { account: subject }),
        detail: { what: kind, reason: 'banned' },
      }),
    );
    return { outcome: 'refused', wait: Math.max(until - clock.now(), minute), banned: true };
  }

  return async (one, ...how) => {
    const ban = await bans.stopping(one.origin.address ?? '', one);
    // One without an end is an admin's that came this moment: what is asked next is not answered at all.
    return ban ? refuse(one, ban.expiresAt ?? clock.now() + hour) : attempt(one, ...how);
  };
}
