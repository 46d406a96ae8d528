import { everyDocument, type Documents } from '../../adapters/store.ts';
import type { Event, Listener } from '../audit/index.ts';
import type { Clients } from '../clients/index.ts';
import type { Session, Sessions } from '../devices/index.ts';
import type { Outgoing } from '../outgoing/index.ts';
import { familyCollection, isKept, livingKey, type Families, type Family } from '../tokens/index.ts';
import { logoutKind } from './logout.ts';

/** Ends of a sign-in that its app caused, or cannot hear of any more. */
const untold: ReadonlySet<unknown> = new Set(['token_revoked', 'client_removed']);

/**
 * Hears what ended, and enqueues a logout for each app that must be told (OpenID Connect Back-Channel Logout 1.0).
 *
 * A session that somebody ends is told to every app that had a sign-in in it, ended ones and those that go on without it
 * too: what the app made of it is the app's own. A session whose time is over is told to those only that have nothing left
 * there: an app that is told to sign somebody out drops its refresh token with that (§2.7), and it is good still. Such
 * an app is told later, with the end of that. So is one whose own sign-in stays where all others are signed out.
 *
 * A sign-in that ends alone is told when it was the app's last one there. One that the app slept through is not, as long
 * as the session lives, by which it gets the next one with no question asked.
 *
 * Events come at least once, and one sign-out brings several. The app's sign-ins in the session, by their number and the
 * newest, name its logout, so all of them are the same one until it signs in there again.
 */
export function oweLogouts(rooms: {
  readonly documents: Documents;
  readonly clients: Pick<Clients, 'find'>;
  readonly sessions: Pick<Sessions, 'get' | 'hasEnded' | 'isLiving'>;
  readonly families: Pick<Families, 'lives' | 'each'>;
  readonly outgoing: Outgoing;
}): Listener {
  const { documents, clients, sessions, families, outgoing } = rooms;

  const hears = async (client: string): Promise<boolean> =>
    (await clients.find(client))?.backchannelLogoutUri !== undefined;

  async function tell(client: string, those: readonly Family[]): Promise<void> {
    const newest = those.reduce((one, other) => (isNewer(other, one) ? other : one));
    const { id, account, session } = newest;
    // The number too: several can be of the same second.
    const name = `${id}.${those.length}`;
    if (session !== undefined) await outgoing.enqueue(logoutKind, name, { client, account, session });
  }

  async function sessionEnded(uid: string, { reason, kept }: NonNullable<Event['detail']>): Promise<void> {
    const session = await sessions.get(uid);
    const byClient = Map.groupBy(await familiesOf(documents, uid), ({ client }) => client);
    await Promise.all(
      [...byClient].map(async ([client, those]) => {
        // Only what survives the session: the others end with it, by this same event, and may not have yet.
        const goesOn = those.some(
          (family) =>
            family.survivesSignOut && families.lives(family) && (reason === 'expired' || isKept(family, kept)),
        );
        if (goesOn || (session && wasTold(session, those))) return;
        if (await hears(client)) await tell(client, those);
      }),
    );
  }

  async function familyEnded(id: string, client: string, reason: unknown): Promise<void> {
    if (!(await hears(client))) return;
    const family = await documents.get(familyCollection, id);
    if (family?.session === undefined) return;
    // What ends with its session is told of by that.
    const session = await sessions.get(family.session);
    if (session && sessions.hasEnded(session) && !family.survivesSignOut) return;
    if (reason === 'expired' && session && sessions.isLiving(session)) return;
    if (await livesBeside(family)) return;
    const others = (await familiesOf(documents, family.session)).filter((other) => other.client === client);
    await tell(client, others);
  }

  /** Told by those that live: what an app left behind in a session is kept for a while, and may be a great many. */
  async function livesBeside({ account, client, session }: Family): Promise<boolean> {
    for await (const other of families.each('living', livingKey({ account, client })))
      if (other.session === session && families.lives(other)) return true;
    return false;
  }

  return async ({ kind, session, family, client, detail = {} }) => {
    const { reason } = detail;
    if (kind === 'session.ended' && session !== undefined) await sessionEnded(session, detail);
    if (kind === 'family.ended' && family !== undefined && client !== undefined && !untold.has(reason)) {
      await familyEnded(family, client, reason);
    }
  };
}

/**
 * Whether an app has heard already that the last of its sign-ins ended: after the session's time, and before the session
 * was ended, which may be months later.
 */
function wasTold({ expiresAt, endedAt = Infinity }: Session, those: readonly Family[]): boolean {
  const ends = those.map((family) => family.endedAt ?? Infinity);
  const last = those[ends.indexOf(Math.max(...ends))];
  const at = last?.endedAt ?? Infinity;
  return expiresAt <= at && at < endedAt && !untold.has(last?.endReason);
}

const isNewer = (one: Family, other: Family): boolean =>
  one.createdAt === other.createdAt ? one.id > other.id : one.createdAt > other.createdAt;

/** Every family that came from a session, in whatever state. */
const familiesOf = (documents: Documents, session: string): Promise<Family[]> =>
  Array.fromAsync(everyDocument(documents, familyCollection, { field: 'session', equals: session }));
