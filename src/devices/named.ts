import type { Named } from '../audit/index.ts';
import { deviceOfApp, mostShown, type Families, type Family } from '../tokens/index.ts';
import type { Devices } from './devices.ts';
import type { Ending } from './endings.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

export type NamedDevices = ReturnType<typeof createNamedDevices>;

/** What events say that they are about: whether it is still signed in, and its end. */
export function createNamedDevices(rooms: {
  readonly sessions: Pick<Sessions, 'get' | 'ofDevice' | 'isLiving' | 'endEach'>;
  readonly devices: Pick<Devices, 'idOf'>;
  readonly families: Pick<Families, 'get' | 'lives' | 'holds' | 'end' | 'endAll' | 'each'>;
}) {
  const { sessions, devices, families } = rooms;

  /**
   * The sessions that are meant: of a session, all of the account in that browser. It may have ended, and whoever it was
   * have come back there since.
   */
  async function sessionsOf(account: string, named: Exclude<Named, { family: string }>): Promise<Session[]> {
    const device = await deviceIn(account, named);
    if (device === undefined) return [];
    const all = await sessions.ofDevice(device);
    return all.filter((session) => session.account === account);
  }

  const deviceIn = (account: string, named: Exclude<Named, { family: string }>): Promise<string | undefined> =>
    'device' in named ? Promise.resolve(named.device) : deviceOf(account, named.session);

  /** An ended session does not know its device any more, and knows its browser still. */
  async function deviceOf(account: string, uid: string): Promise<string | undefined> {
    const session = await sessions.get(uid);
    return session && deviceWith(account, session);
  }

  const deviceWith = (account: string, { id, account: whose, device, browser }: Session): string | undefined =>
    whose === account ? (device ?? devices.idOf(account, browser ?? id)) : undefined;

  /** Where a sign-in of an app began. */
  async function deviceUnder(account: string, { id, onDevice = '', session }: Family): Promise<string | undefined> {
    const device = deviceOfApp(onDevice);
    // What stands for itself, or for its session, says nothing of a browser: see `appOnDevice`.
    if (device !== '' && device !== id && device !== session) return device;
    return session === undefined ? undefined : deviceOf(account, session);
  }

  /**
   * Whether an app is signed in that began there, and outlives every session. An account that has more of them than are
   * looked at is told so in any case: then it may end it, which looks at all.
   */
  async function hasApp(account: string, device: string | undefined): Promise<boolean> {
    if (device === undefined) return false;
    let looked = 0;
    for await (const family of families.each('lasting', account, mostShown)) {
      if (families.lives(family) && (await deviceUnder(account, family)) === device) return true;
      looked += 1;
    }
    return looked === mostShown;
  }

  /** Whether one of them lives, or an app goes on by it. */
  async function isSignedInBy(some: readonly Session[]): Promise<boolean> {
    const answers = await Promise.all(
      some.map(async (session) => sessions.isLiving(session) || families.holds(session.id)),
    );
    return answers.includes(true);
  }

  return {
    /** Whether what is named is signed in to this account now. */
    async isSignedIn(account: string, named: Named): Promise<boolean> {
      if (!('family' in named)) {
        const device = await deviceIn(account, named);
        return (await isSignedInBy(await sessionsOf(account, named))) || hasApp(account, device);
      }
      const family = await families.get(named.family);
      return family?.account === account && families.lives(family);
    },

    /**
     * Ends what is named. Each is one step of one record, and can be repeated after a crash.
     * @param which spares what began since
     */
    async end(
      account: string,
      named: Named,
      ending: Ending & { readonly reason: 'ended_by_owner' },
      which: (begun: Pick<Session | Family, 'signOuts'>) => boolean,
    ): Promise<void> {
      if ('family' in named) {
        const { reason, ...circumstances } = ending;
        await families.end(named.family, reason, { ...circumstances, onlyIf: (family) => family.account === account });
        return;
      }
      const meant = (await sessionsOf(account, named)).filter(which);
      await sessions.endEach(
        meant.map(({ id }) => id),
        ending,
      );
      // And what outlives a session there. After the sessions: no code of theirs is redeemed any more.
      const device = await deviceIn(account, named);
      if (device === undefined) return;
      await families.endAll('lasting', account, ending.reason, async (family) => {
        if ((await deviceUnder(account, family)) !== device) return false;
        if (which(family)) return true;
        // Or begun since then, by a session that this has ended.
        const session = family.session === undefined ? undefined : await sessions.get(family.session);
        return session !== undefined && which(session);
      });
    },
  };
}
