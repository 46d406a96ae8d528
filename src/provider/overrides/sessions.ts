import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC, Session as EngineSession } from 'oidc-provider';
import type { Devices, Found, Session, SessionChange, Sessions } from '../../devices/index.ts';
import type { Digest } from '../../keys/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import { sidOf } from '../subjects.ts';
import { signInOf } from '../sign-in.ts';
import { override } from './install.ts';
import { isOvertaken } from './overtaken.ts';
import { toldOf, whenProven, type ProvenRooms } from './proven-sessions.ts';

const found = Symbol('the session as its cookie found it');
const renewed = Symbol('whether this request proved who is there');

interface Model extends EngineSession {
  [found]?: Found;
  [renewed]?: boolean;
  touched?: boolean;
  destroyed?: boolean;
}

interface SessionClass {
  new (payload?: object): Model;
  prototype: Model;
  get(ctx: KoaContextWithOIDC): Promise<Model>;
  findByUid(uid: string): Promise<Model | undefined>;
}

/** Answers one request by another living session of the browser than the one in place. */
export type StandIn = (ctx: KoaContextWithOIDC, session: Session) => void;

/**
 * The engine's session on Postern's session record.
 *
 * The record belongs to one account and one browser; its cookie is a pointer with a generation that moves on at every
 * authentication. What the engine keeps in it (`authorizations`, `state`: last write wins) is not used: an app of a session
 * is a family, its `sid` is computed, and each sign-out page has a form that holds by itself.
 */
export function keepSessions(
  provider: Provider,
  rooms: ProvenRooms & {
    readonly sessions: Sessions;
    readonly devices: Devices;
    readonly digest: Digest;
    readonly mint: (uid: string, generation: number) => string;
    readonly accountLives: (id: string) => Promise<boolean>;
  },
): StandIn {
  const { sessions, devices, digest, mint, accountLives } = rooms;
  const proven = whenProven(rooms);
  const { Session } = provider as unknown as { Session: SessionClass };
  const { prototype } = Session;

  override(
    Session,
    'get',
    () =>
      async function get(this: SessionClass, ctx: KoaContextWithOIDC) {
        const { cookies } = ctx.oidc;
        const name = provider.cookieName('session');
        const value = cookies.get(name, { signed: false });
        const session = value ? await asEngineStep(() => inPlace(ctx, value)).catch(withoutClient(ctx)) : undefined;
        const model = session ? fromRecord(session) : new this();
        if (session) stateOf(ctx).session = session;
        const set = cookies.set.bind(cookies);
        // Stale: the browser has the newer cookie already, or is about to, and this answer must not take it away.
        // Nobody's: it is not kept, and its cookie would point nowhere.
        const isWithheld = (cookie: string): boolean =>
          cookie === name && (stateOf(ctx).session?.stale === true || model.accountId === undefined);
        cookies.set = (cookie, ...rest) => (isWithheld(cookie) ? undefined : set(cookie, ...rest));
        ctx.oidc.entity('Session', model);
        return model;
      },
  );

  override(
    Session,
    'findByUid',
    () =>
      async function findByUid(this: SessionClass, uid: string) {
        const session = await asEngineStep(() => sessions.get(uid));
        return session && sessions.isLiving(session) ? fromRecord({ session, stale: false }) : undefined;
      },
  );

  Object.defineProperty(prototype, 'id', {
    get(this: Model) {
      const current = this[found]?.session.generation;
      const first = this.accountId === undefined ? 0 : 1;
      return mint(this.uid, current === undefined ? first : current + (this[renewed] ? 1 : 0));
    },
  });

  override(
    prototype,
    'loginAccount',
    (original) =>
      function loginAccount(this: Model, details) {
        original.call(this, details);
        // The engine only ever sets it: who wants to stay signed in now may have wanted something else before.
        this.transient = details.transient === true;
        this[renewed] = true;
      },
  );

  // The engine renews at the end of every interaction; what must renew is proving who is there (`loginAccount`).
  override(
    prototype,
    'resetIdentifier',
    () =>
      function resetIdentifier(this: Model) {
        this.touched = true;
      },
  );

  override(
    prototype,
    'save',
    () =>
      async function save(this: Model) {
        try {
          // Nothing is kept for somebody who has not signed in: anybody could fill the store.
          if (!this.accountId) return '';
          const session = await asEngineStep(() => keep(this, currentRequest()));
          // One that has ended meanwhile is not stored again; its cookie points to nothing.
          if (session) this.exp = session.expiresAt;
          return this.jti;
        } finally {
          // Last: keeping it notes things on it, which the engine takes for changes that are still to be kept. Where the
          // store failed it would do that in place of the answer, and stumble.
          this.touched = false;
        }
      },
  );

  override(
    prototype,
    'destroy',
    () =>
      async function destroy(this: Model) {
        const ctx = currentRequest();
        await asEngineStep(() => sessions.end(this.uid, { reason: 'signed_out', origin: stateOf(ctx).origin }));
        this.destroyed = true;
      },
  );

  override(prototype, 'authorizationFor', () => () => ({}));
  override(prototype, 'ensureClientContainer', () => () => undefined);
  override(prototype, 'grantIdFor', () => () => undefined);
  override(
    prototype,
    'sidFor',
    () =>
      function sidFor(this: Model, client: string) {
        return sidOf(digest, this.uid, client);
      },
  );

  async function inPlace(ctx: KoaContextWithOIDC, value: string): Promise<Found | undefined> {
    const living = await findLiving(value);
    return living && !(await isOvertaken(ctx, living.session.account)) ? living : undefined;
  }

  /** A suspended account is signed in nowhere, also while its sessions are still being ended. */
  async function findLiving(value: string): Promise<Found | undefined> {
    const session = await sessions.find(value);
    const account = session?.session.account;
    return account === undefined || (await accountLives(account)) ? session : undefined;
  }

  function fromRecord(record: Found): Model {
    const { id, account, authTime, acr, amr, transient, expiresAt } = record.session;
    const model = new Session({
      uid: id,
      exp: expiresAt,
      ...(account !== undefined && { accountId: account }),
      ...(authTime !== undefined && { loginTs: authTime }),
      ...(acr !== undefined && { acr }),
      ...(amr && { amr: [...amr] }),
      ...(transient && { transient }),
    });
    model[found] = record;
    return model;
  }

  async function keep(model: Model, ctx: KoaContextWithOIDC): Promise<Session | undefined> {
    const { origin } = stateOf(ctx);
    const session = model[found]
      ? await sessions.keep(model[found], detailsOf(model, ctx), model[renewed] === true, origin)
      : await sessions.start(model.uid, { ...detailsOf(model, ctx), ...placeOf(model, ctx) }, origin, toldOf(ctx));
    if (!session || (model[renewed] && !(await proven.mayStay(session, signInOf(ctx))))) return undefined;
    // What was found by the cookie of before knows of before, however often this request keeps it.
    model[found] = { session, stale: model[found]?.stale === true && model[renewed] !== true };
    if (model[renewed]) {
      if (!(await proven.enter(session, ctx))) return undefined;
      await proven.rememberFactor(session, ctx);
    }
    model[renewed] = false;
    return session;
  }

  const detailsOf = (model: Model, ctx: KoaContextWithOIDC): SessionChange => ({
    ...changeOf(model),
    ...(model[renewed] && provenWith(ctx)),
  });

  function placeOf({ uid, accountId = '' }: Model, ctx: KoaContextWithOIDC): SessionChange {
    const { browser } = stateOf(ctx);
    return { device: devices.idOf(accountId, browser ?? uid), ...(browser !== undefined && { browser }) };
  }

  // Found by no cookie of its own, and told as a stale one: no cookie comes with the answer, and who is in place stays so.
  return (ctx, session) => {
    const record = { session, stale: true };
    const model = fromRecord(record);
    stateOf(ctx).session = record;
    ctx.oidc.entity('Session', model);
    Object.assign(ctx.oidc, { session: model });
  };
}

/** What a session says of the sign-in that it was proven with; said anew with each. */
function provenWith(ctx: KoaContextWithOIDC): SessionChange {
  const { signOuts = 0, doubtful = false, sparedBy } = signInOf(ctx) ?? {};
  return { signOuts, doubtful, sparedBy };
}

function changeOf({ accountId, loginTs, acr, amr, transient }: Model): SessionChange {
  return {
    ...(accountId !== undefined && { account: accountId }),
    ...(loginTs !== undefined && { authTime: loginTs }),
    ...(acr !== undefined && { acr }),
    ...(amr && { amr }),
    ...(transient !== undefined && { transient }),
  };
}

/**
 * Before the engine has read a request's parameters it cannot answer a failure to the app: it would look for the client,
 * and then stumble over the parameters that are not there. Told that there is none, it shows the failure to the person.
 */
const withoutClient =
  (ctx: KoaContextWithOIDC) =>
  (error: unknown): never => {
    Object.assign(ctx.oidc, { noclient: true });
    throw error;
  };
