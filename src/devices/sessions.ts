import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Credentials } from '../keys/index.ts';
import { sessionCollection, type Session, type SessionEndReason } from './session.ts';

/** Lifetimes of sessions, in seconds. */
export interface SessionLifetimes {
  readonly idle: Seconds;
  readonly absolute: Seconds;
}

/** A session as its cookie finds it. */
export interface Found {
  readonly session: Session;
  /** True when the cookie is of the generation before, from a request that was in flight when the session was renewed. */
  readonly stale: boolean;
}

/** What the engine keeps of a session and gives back when a request ends. */
export type SessionChange = Partial<Pick<Session, 'account' | 'browser' | 'authTime' | 'acr' | 'amr' | 'transient'>> & {
  readonly state?: Session['state'] | undefined;
};

/** How long the previous cookie of a signed-in session still finds it. */
const inFlight: Seconds = 30;
/** An ended session is kept this long, so that it can be shown. */
const keptAfterEnd: Seconds = 30 * 24 * 3600;
/** Being active is noted at most this often. */
const activityGrain: Seconds = 60;

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly audit: Audit;
  readonly lifetimes: SessionLifetimes;
}) {
  const { documents, clock, credentials, audit, lifetimes } = options;
  audit.register(sessionCollection);

  const get = (uid: string): Promise<Session | undefined> => documents.get(sessionCollection, uid);

  const isLiving = (session: Session): boolean => session.endedAt === undefined && clock.now() < session.expiresAt;

  const cookie = (session: Pick<Session, 'id' | 'generation'>): string =>
    credentials.mint('session', session.id, session.generation);

  /** The living session that a cookie points to. */
  async function find(value: string): Promise<Found | undefined> {
    const pointer = credentials.read('session', value);
    const session = pointer && (await get(pointer.id));
    if (!session || !isLiving(session)) return undefined;
    if (pointer.generation === session.generation) return { session, stale: false };
    // Never a generation from before the sign-in (0): that one may have been planted.
    const stale =
      pointer.generation === session.generation - 1 &&
      pointer.generation > 0 &&
      session.renewedAt !== undefined &&
      clock.now() - session.renewedAt <= inFlight;
    return stale ? { session, stale } : undefined;
  }

  const expiry = (createdAt: Seconds, now: Seconds) => {
    const endsAt = createdAt + lifetimes.absolute;
    const expiresAt = Math.min(now + lifetimes.idle, endsAt);
    return { endsAt, expiresAt, sweepAt: expiresAt };
  };

  /** Makes a session. Signed in, it starts at generation 1. */
  async function start(uid: string, details: SessionChange, origin: Origin): Promise<Session> {
    const now = clock.now();
    const session = {
      ...details,
      id: uid,
      generation: details.account === undefined ? 0 : 1,
      origin,
      createdAt: now,
      lastActiveAt: now,
      ...expiry(now, now),
    };
    const event = details.account !== undefined && started(session.id, details.account, origin);
    const stored = await documents.insert(sessionCollection, event ? audit.owing(session, [event]) : session);
    if (event) audit.deliverSoon(sessionCollection, stored);
    return stored;
  }

  const started = (session: string, account: string, origin: Origin) =>
    audit.newEvent({ kind: 'session.started', outcome: 'done', account, session, origin });

  /**
   * Keeps what a request changed of a session.
   *
   * @param authenticated whether the request proved who is there: then the cookie moves on, except for a request that
   * was in flight while another one did that, which gets the same new cookie
   * @returns the session whose cookie the browser is to hold; undefined when the session has ended: an ended session is
   * never stored again (CVE-2025-12390)
   */
  async function keep(
    found: Found,
    details: SessionChange,
    authenticated: boolean,
    origin: Origin,
  ): Promise<Session | undefined> {
    const now = clock.now();
    const kept = await change(documents, sessionCollection, found.session.id, (current) => {
      if (current.endedAt !== undefined) return undefined;
      if (current.account !== undefined && details.account !== undefined && current.account !== details.account) {
        throw new Refused('conflict', 'this session belongs to another account');
      }
      const renew = authenticated && current.generation === found.session.generation && !found.stale;
      if (!authenticated && !changes(current, details) && now - current.lastActiveAt < activityGrain) return undefined;
      const next = {
        ...current,
        ...details,
        lastActiveAt: now,
        ...expiry(current.createdAt, now),
        ...(renew && { generation: current.generation + 1, renewedAt: now }),
      };
      return current.account === undefined && details.account !== undefined
        ? audit.owing(next, [started(current.id, details.account, origin)])
        : next;
    });
    if (!kept || kept.endedAt !== undefined) return undefined;
    if (kept.owed?.length) audit.deliverSoon(sessionCollection, kept);
    return kept;
  }

  const changes = (current: Session, details: SessionChange): boolean =>
    Object.entries(details).some(
      ([field, value]) => JSON.stringify(current[field as keyof SessionChange]) !== JSON.stringify(value),
    );

  /** Notes that an app of the session was active, at most once an hour: a session in use by its apps is not idle. */
  async function touch(session: Session): Promise<void> {
    const now = clock.now();
    if (now - session.lastActiveAt < 3600) return;
    await change(documents, sessionCollection, session.id, (current) =>
      current.endedAt === undefined && now < current.expiresAt
        ? { ...current, lastActiveAt: now, ...expiry(current.createdAt, now) }
        : undefined,
    );
  }

  /**
   * Ends a session in one step. Its families end by the event that it owes, before the answer where the caller waits
   * for `audit.deliver`, and by the sweeper after a crash.
   */
  async function end(uid: string, reason: SessionEndReason, origin?: Origin): Promise<Session | undefined> {
    const now = clock.now();
    const ended = await change(documents, sessionCollection, uid, (current) => {
      if (current.endedAt !== undefined) return undefined;
      const next = { ...current, endedAt: now, endReason: reason, sweepAt: now + keptAfterEnd };
      if (current.account === undefined) return next;
      const event = audit.newEvent({
        kind: 'session.ended',
        outcome: 'done',
        account: current.account,
        session: uid,
        ...(origin && { origin }),
        detail: { reason },
      });
      return audit.owing(next, [event]);
    });
    if (ended?.owed?.length) await audit.deliver(sessionCollection, ended);
    return ended;
  }

  /** Ends every session of an account that `which` names. It can be repeated after a crash. */
  async function endAll(
    account: string,
    reason: SessionEndReason,
    which: (session: Session) => boolean = () => true,
  ): Promise<void> {
    let after: string | undefined;
    do {
      const sessions = await documents.find(
        sessionCollection,
        { field: 'account', equals: account },
        { limit: 200, ...(after && { after }) },
      );
      await Promise.all(
        sessions.filter((session) => session.endedAt === undefined && which(session)).map(({ id }) => end(id, reason)),
      );
      after = sessions.length === 200 ? sessions.at(-1)?.id : undefined;
    } while (after);
  }

  /** Ends sessions that expired and removes those that ended long ago. @returns how many it handled */
  async function sweep(): Promise<number> {
    const now = clock.now();
    const due = await documents.due(sessionCollection, 'sweepAt', now, 200);
    await Promise.all(
      due.map(async (session) => {
        if (session.endedAt === undefined) await end(session.id, 'expired');
        else if (!session.owed?.length) await documents.remove(sessionCollection, session);
      }),
    );
    return due.length;
  }

  return { get, find, isLiving, cookie, start, keep, touch, end, endAll, sweep };
}
