import { change, everyDocument, type Documents, type Page } from '../../adapters/store.ts';
import type { AddressPrivacy, Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Credentials } from '../keys/index.ts';
import type { SignInDetails } from './devices.ts';
import { createEndings } from './endings.ts';
import { inFlight, lifespan, looked, type SessionLifetimes } from './lifetimes.ts';
import type { SessionState } from '../tokens/index.ts';
import { sessionCollection, type PushedOut, type Session } from './session.ts';

/** A session as its cookie finds it. */
export interface Found {
  readonly session: Session;
  /** True when the cookie is of the generation before, from a request that was in flight when the session was renewed. */
  readonly stale: boolean;
}

/** What the engine keeps of a session and gives back when a request ends. */
export type SessionChange = Partial<
  Pick<
    Session,
    'account' | 'browser' | 'device' | 'signOuts' | 'authTime' | 'acr' | 'amr' | 'doubtful' | 'sparedBy' | 'transient'
  >
>;

/** Being active is noted at most this often. */
const activityGrain: Seconds = 60;
/** That of an app, which is active by the minute: and never so seldom that the session ends in between. */
const appGrain: Seconds = 3600;

const provenIn = ({ authTime, acr, amr, doubtful, sparedBy }: Session): Session['before'] & object => ({
  ...(authTime !== undefined && { authTime }),
  ...(acr !== undefined && { acr }),
  ...(amr && { amr }),
  ...(doubtful && { doubtful }),
  ...(sparedBy !== undefined && { sparedBy }),
});

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly epoch: number;
  readonly audit: Audit;
  readonly privacy: AddressPrivacy;
  readonly lifetimes: SessionLifetimes;
}) {
  const { documents, clock, credentials, epoch, audit, privacy, lifetimes } = options;
  audit.register(sessionCollection);
  const endings = createEndings({ documents, clock, audit, privacy });

  const get = (uid: string): Promise<Session | undefined> => documents.get(sessionCollection, uid);

  /** Whether it was ended, or belongs to an epoch that was. One that expired unseen has not ended yet. */
  const hasEnded = (session: Session): boolean => session.endedAt !== undefined || session.epoch !== epoch;

  const isLiving = (session: Session): boolean => !hasEnded(session) && clock.now() < session.expiresAt;

  /** Asks anew whether one lives that was found before. */
  async function lives(uid: string): Promise<boolean> {
    const session = await get(uid);
    return session !== undefined && isLiving(session);
  }

  /**
   * What it is to the sign-ins of apps that came from it: they outlast its time, and no end that somebody makes of it.
   * One that goes with its window takes them along with its time: its person did not want to stay signed in.
   * @returns undefined when they have ended with it
   */
  function stateOf(session: Session): SessionState | undefined {
    const lives = isLiving(session);
    if (hasEnded(session) || (session.transient && !lives)) return undefined;
    return { lives, ...(session.device !== undefined && { device: session.device }) };
  }

  const cookie = (session: Pick<Session, 'id' | 'generation'>): string =>
    credentials.mint('session', session.id, session.generation);

  /** The living session that a cookie points to. */
  async function find(value: string): Promise<Found | undefined> {
    const pointer = await credentials.read('session', value);
    const session = pointer && (await get(pointer.id));
    if (!session || !isLiving(session)) return undefined;
    if (pointer.generation === session.generation) return { session, stale: false };
    // Never a generation from before the sign-in (0): that one may have been planted.
    const stale =
      pointer.generation === session.generation - 1 &&
      pointer.generation > 0 &&
      session.renewedAt !== undefined &&
      clock.now() - session.renewedAt <= inFlight;
    return stale ? { session: asBefore(session), stale } : undefined;
  }

  /**
   * Whoever has only the cookie of before did not prove what was proven since: it may have been stolen. Nor are they shown what
   * belongs to the generation of now.
   */
  function asBefore(found: Session): Session {
    const {
      authTime: _time,
      acr: _acr,
      amr: _amr,
      doubtful: _doubt,
      sparedBy: _spared,
      before = {},
      ...session
    } = found;
    return { ...session, ...before, before, generation: session.generation - 1 };
  }

  /** Makes a session. Signed in, it starts at generation 1. */
  async function start(
    uid: string,
    details: SessionChange,
    origin: Origin,
    told: Omit<SignInDetails, 'doubtful'> = {},
  ): Promise<Session> {
    const now = clock.now();
    const { account } = details;
    const begun = {
      ...details,
      id: uid,
      generation: account === undefined ? 0 : 1,
      keyId: credentials.currentKeyId,
      epoch,
      ...(account !== undefined && { signedIn: account }),
      origin,
      last: origin,
      createdAt: now,
      lastActiveAt: now,
      lastSeenAt: now,
      ...lifespan(lifetimes, { createdAt: now, transient: details.transient }, now, true),
    };
    const session = looked(begun, privacy, now);
    const event = account !== undefined && started(session, account, origin, told);
    const stored = await documents.insert(sessionCollection, event ? audit.owing(session, [event]) : session);
    if (event) audit.deliverSoon(sessionCollection, stored);
    return stored;
  }

  /** It says on which device: the session itself forgets that when it ends, and may do so before this is told. */
  const started = (
    { id, device, doubtful }: Pick<Session, 'id' | 'device' | 'doubtful'>,
    account: string,
    origin: Origin,
    told: Omit<SignInDetails, 'doubtful'> = {},
  ) =>
    audit.newEvent({
      kind: 'session.started',
      outcome: 'done',
      account,
      session: id,
      origin,
      ...(device !== undefined && { detail: { device, ...(doubtful && { doubtful }), ...told } }),
    });

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
    // The cookie that comes with the answer is made with it; to a stale one no cookie comes.
    const keyId = found.stale ? undefined : credentials.currentKeyId;
    const kept = await change(documents, sessionCollection, found.session.id, (current) => {
      if (hasEnded(current)) return undefined;
      if (current.account !== undefined && details.account !== undefined && current.account !== details.account) {
        throw new Refused('conflict', 'this session belongs to another account');
      }
      const renew = authenticated && current.generation === found.session.generation && !found.stale;
      // A request from before a renewal takes nothing back of what was proven by that.
      const isOlder = found.stale || current.generation !== found.session.generation;
      const { authTime: _time, acr: _acr, amr: _amr, doubtful: _doubt, sparedBy: _spared, ...others } = details;
      const given = { ...(isOlder && !authenticated ? others : details), ...(keyId && { keyId }) };
      const same = !authenticated && !changes(current, given);
      if (same && now - current.lastActiveAt < activityGrain) return undefined;
      const next = { ...current, ...given };
      const active = {
        ...next,
        ...(next.account !== undefined && { signedIn: next.account }),
        last: origin,
        lastActiveAt: now,
        lastSeenAt: now,
        ...lifespan(lifetimes, next, now, renew),
        ...(renew && { generation: current.generation + 1, renewedAt: now, before: provenIn(current) }),
      };
      const kept = looked(active, privacy, now);
      return current.account === undefined && details.account !== undefined
        ? audit.owing(kept, [started(kept, details.account, origin)])
        : kept;
    });
    if (!kept || hasEnded(kept)) return undefined;
    if (kept.owed?.length) audit.deliverSoon(sessionCollection, kept);
    return kept;
  }

  const changes = (current: Session, details: Partial<Session>): boolean =>
    Object.entries(details).some(
      ([field, value]) => JSON.stringify(current[field as keyof Session]) !== JSON.stringify(value),
    );

  /** Notes that an app of the session was active, now and then: a session in use by its apps is not idle. */
  async function touch(session: Session): Promise<void> {
    const now = clock.now();
    if (!isLiving(session) || now - session.lastActiveAt < Math.min(appGrain, lifetimes.idle / 10)) return;
    await change(documents, sessionCollection, session.id, (current) =>
      isLiving(current)
        ? looked({ ...current, lastActiveAt: now, ...lifespan(lifetimes, current, now, false) }, privacy, now)
        : undefined,
    );
  }

  /**
   * The sessions of a device that nobody has ended, the one used last first: all, or whoever makes hundreds of them would
   * keep some when the device is ended. The time of some may be over: apps may be signed in by them still.
   */
  async function ofDevice(device: string): Promise<Session[]> {
    const found: Session[] = [];
    for await (const session of everyDocument(documents, sessionCollection, { field: 'device', equals: device }))
      if (stateOf(session)) found.push(session);
    return found.sort((a, b) => b.lastActiveAt - a.lastActiveAt);
  }

  /** What nobody has ended of the sessions whose cookie is made with a key, all of them read one by one: for a command. */
  async function* madeWith(keyId: string): AsyncGenerator<Session> {
    for await (const session of everyDocument(documents, sessionCollection)) {
      if (session.keyId === keyId && stateOf(session)) yield session;
    }
  }

  return {
    get,
    find,
    hasEnded,
    isLiving,
    lives,
    stateOf,
    cookie,
    start,
    keep,
    touch,
    ...endings,
    madeWith,

    /** Ends every session whose cookie is made with a key. It can be repeated after a crash. */
    async endMadeWith(keyId: string): Promise<void> {
      for await (const { id } of madeWith(keyId)) await endings.end(id, { reason: 'key_dropped' });
    },

    /** Sessions of an account that have not been ended, by page; some may have expired. */
    list: (account: string, page: Page): Promise<Session[]> =>
      documents.find(sessionCollection, { field: 'signedIn', equals: account }, page),

    ofDevice,

    /**
     * Signs an account out in a browser: ends a session, and those that it had there before, by which apps may go on though
     * their time is over. What began since is spared: it is another sign-in. The one that is meant comes last, so that
     * where this fails its person is still signed in, and does it again.
     * @throws {StoreUnavailable}
     */
    async signOut(
      { id, account, device, createdAt }: Session,
      origin: Origin,
      reason: 'signed_out' | PushedOut = 'signed_out',
    ): Promise<void> {
      const here = device === undefined ? [] : await ofDevice(device);
      const before = here.filter((one) => one.id !== id && one.account === account && one.createdAt <= createdAt);
      for (const one of [...before.map((each) => each.id), id]) await endings.end(one, { reason, origin });
    },
  };
}
