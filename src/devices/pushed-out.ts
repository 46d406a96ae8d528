import type { Origin } from '../audit/index.ts';
import type { Devices } from './devices.ts';
import type { Browser, PushedOut } from './session.ts';
import type { Sessions } from './sessions.ts';

type Lists = Pick<Browser, 'id' | 'sessions' | 'accounts'>;

/**
 * Signs accounts out that stand in a browser's record no more. Left signed in they could be chosen there by nobody, and
 * signed out there by nobody either: neither alone nor with all others.
 *
 * It comes before the browser's record is written. After a crash in between whoever is signed out stands in it still,
 * which is what any session that has ended may do; the other way round nobody would know that they were to go. It can be
 * repeated.
 */
export function createPushingOut({
  sessions,
  devices,
}: {
  readonly sessions: Pick<Sessions, 'get' | 'isLiving' | 'ofDevice' | 'signOut' | 'end'>;
  readonly devices: Pick<Devices, 'idOf'>;
}) {
  return async function pushOut(before: Lists, after: Lists, reason: PushedOut, origin: Origin): Promise<void> {
    const signedIn = new Set(after.sessions.map(({ account }) => account));
    for (const { uid, account } of before.sessions) {
      // One whose account has signed in anew goes with that.
      const session = signedIn.has(account) ? undefined : await sessions.get(uid);
      if (session) await sessions.signOut(session, origin, reason);
    }
    // Apps may be signed in by a session whose time is over, and that is found by its account.
    const forgotten = (before.accounts ?? []).filter((one) => !signedIn.has(one) && !after.accounts?.includes(one));
    for (const account of forgotten) {
      for (const session of await sessions.ofDevice(devices.idOf(account, before.id)))
        if (!sessions.isLiving(session)) await sessions.end(session.id, { reason, origin });
    }
  };
}
