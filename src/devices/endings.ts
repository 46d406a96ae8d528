import { change, eachDue, everyPage, type Documents } from '../../adapters/store.ts';
import type { AddressPrivacy, Audit, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { goneAt, looked } from './lifetimes.ts';
import { sessionCollection, type Session, type SessionEndReason } from './session.ts';

/** Why something ends, and from where. */
export interface Ending {
  readonly reason: SessionEndReason;
  readonly origin?: Origin;
  /** Id of the client that asked for it. */
  readonly by?: string;
  /** What stays where all of the account ends: see `SigningOut`. */
  readonly kept?: string;
}

/**
 * Sessions that are ended at once, of however many: what follows from each of hundreds would keep the store from everybody
 * else for seconds.
 */
const atOnce = 50;

/** How sessions end: each in one step of its own record. */
export function createEndings(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly privacy: AddressPrivacy;
}) {
  const { documents, clock, audit, privacy } = options;

  /**
   * Ends a session in one step, which every look-up of it respects. Its families end by the event that it owes, before
   * the answer where the caller waits for this, and by the sweeper after a crash.
   * @param onlyIf asked of the session as it is when it is ended: only then it is
   */
  async function end(
    uid: string,
    { reason, origin, by, kept }: Ending,
    onlyIf: (session: Session) => boolean = () => true,
  ): Promise<Session | undefined> {
    const now = clock.now();
    const ended = await change(documents, sessionCollection, uid, (session) => {
      if (session.endedAt !== undefined || !onlyIf(session)) return undefined;
      const { signedIn: _, device, ...current } = session;
      const next = looked({ ...current, endedAt: now, endReason: reason }, privacy, now);
      if (current.account === undefined) return next;
      const event = audit.newEvent({
        kind: 'session.ended',
        outcome: 'done',
        account: current.account,
        session: uid,
        ...(origin && { origin }),
        detail: {
          reason,
          ...(device !== undefined && { device }),
          ...(by !== undefined && { by }),
          ...(kept !== undefined && { kept }),
        },
      });
      return audit.owing(next, [event]);
    });
    if (ended?.owed?.length) await audit.deliver(sessionCollection, ended);
    return ended;
  }

  /** Ends several, a part at a time. It can be repeated after a crash. */
  async function endEach(uids: readonly string[], ending: Ending): Promise<void> {
    for (let from = 0; from < uids.length; from += atOnce) {
      await Promise.all(uids.slice(from, from + atOnce).map((uid) => end(uid, ending)));
    }
  }

  return {
    end,
    endEach,

    /** Ends every session of an account that `which` names. It can be repeated after a crash. */
    async endAll(account: string, ending: Ending, which: (session: Session) => boolean = () => true): Promise<void> {
      for await (const sessions of everyPage(
        documents,
        sessionCollection,
        { field: 'signedIn', equals: account },
        200,
      )) {
        await endEach(
          sessions.filter(which).map(({ id }) => id),
          ending,
        );
      }
    },

    /**
     * Ends sessions that expired, removes those that ended long ago, and shortens addresses.
     * @param isHeld asked of one whose time is over: whether an app is signed in by it still. It stays then, so that
     * whatever ends it ends that app too
     * @returns how many it handled
     */
    async sweep(isHeld: (session: Session) => Promise<boolean>): Promise<number> {
      const now = clock.now();
      return eachDue(documents, sessionCollection, 'sweepAt', now, async (session) => {
        const { endedAt } = session;
        const isOver = (current: Session): boolean => current.expiresAt <= now;
        const stays = endedAt === undefined ? !isOver(session) || (await isHeld(session)) : now < goneAt(endedAt);
        if (stays) return (await documents.replace(sessionCollection, looked(session, privacy, now))) !== undefined;
        if (endedAt === undefined) return (await end(session.id, { reason: 'expired' }, isOver)) !== undefined;
        return !session.owed?.length && documents.remove(sessionCollection, session);
      });
    },
  };
}
