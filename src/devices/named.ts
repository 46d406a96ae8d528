import type { Named } from '../audit/index.ts';
import type { Families } from '../tokens/index.ts';
import type { Devices } from './devices.ts';
import type { Ending } from './endings.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

export type NamedDevices = ReturnType<typeof createNamedDevices>;

/** What events say that they are about: whether it is still signed in, and its end. */
export function createNamedDevices(rooms: {
  readonly sessions: Pick<Sessions, 'get' | 'ofDevice' | 'end'>;
  readonly devices: Pick<Devices, 'idOf'>;
  readonly families: Pick<Families, 'get' | 'lives' | 'end'>;
}) {
  const { sessions, devices, families } = rooms;

  /**
   * The living sessions that are meant: of a session, all of the account in that browser. It may have ended, and whoever it
   * was have come back there since.
   */
  async function sessionsOf(account: string, named: Exclude<Named, { family: string }>): Promise<Session[]> {
    const device = 'device' in named ? named.device : await deviceOf(account, named.session);
    if (device === undefined) return [];
    const all = await sessions.ofDevice(device);
    return all.filter((session) => session.account === account);
  }

  /** An ended session does not know its device any more, and knows its browser still. */
  async function deviceOf(account: string, uid: string): Promise<string | undefined> {
    const session = await sessions.get(uid);
    if (session?.account !== account) return undefined;
    return session.device ?? devices.idOf(account, session.browser ?? uid);
  }

  return {
    /** Whether what is named is signed in to this account now. */
    async isSignedIn(account: string, named: Named): Promise<boolean> {
      if (!('family' in named)) return (await sessionsOf(account, named)).length > 0;
      const family = await families.get(named.family);
      return family?.account === account && families.lives(family);
    },

    /**
     * Ends what is named. Each is one step of one record, and can be repeated after a crash.
     * @param which spares sessions that began since
     */
    async end(
      account: string,
      named: Named,
      ending: Ending & { readonly reason: 'ended_by_owner' },
      which: (session: Session) => boolean,
    ): Promise<void> {
      if ('family' in named) {
        const { reason, ...circumstances } = ending;
        await families.end(named.family, reason, { ...circumstances, onlyIf: (family) => family.account === account });
        return;
      }
      const meant = (await sessionsOf(account, named)).filter(which);
      await Promise.all(meant.map(({ id }) => sessions.end(id, ending)));
    },
  };
}
