import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC, Session as EngineSession } from 'oidc-provider';
import type { Browsers, Found, Session, SessionChange, Sessions } from '../../devices/index.ts';
import type { Digest } from '../../keys/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import { cookieNames, cookieOptions } from '../cookies.ts';
import { override } from './install.ts';

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

/**
 * The engine's session on Postern's session record.
 *
 * The record belongs to one account and one browser; its cookie is a pointer with a generation that moves on at every
 * authentication. What the engine keeps per client in it (`authorizations`, last write wins) is not used: an app of a
 * session is a family, and its `sid` is computed.
 */
export function keepSessions(
  provider: Provider,
  rooms: {
    readonly sessions: Sessions;
    readonly browsers: Browsers;
    readonly digest: Digest;
    readonly mint: (uid: string, generation: number) => string;
    readonly accountLives: (id: string) => Promise<boolean>;
    readonly secure: boolean;
  },
): void {
  const { sessions, browsers, digest, mint, accountLives, secure } = rooms;
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
        const session = value ? await asEngineStep(() => findLiving(value)) : undefined;
        const model = session ? fromRecord(session) : new this();
        if (session) stateOf(ctx).session = session;
        const set = cookies.set.bind(cookies);
        // Stale: the browser has the newer cookie already, or is about to, and this answer must not take it away.
        // Nobody's: it is not kept, and its cookie would point nowhere.
        const isWithheld = (cookie: string): boolean =>
          cookie === name && (session?.stale === true || model.accountId === undefined);
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
        this.touched = false;
        // Nothing is kept for somebody who has not signed in: anybody could fill the store.
        if (!this.accountId) return '';
        const session = await asEngineStep(() => keep(this, currentRequest()));
        // One that has ended meanwhile is not stored again; its cookie points to nothing.
        if (session) this.exp = session.expiresAt;
        return this.jti;
      },
  );

  override(
    prototype,
    'destroy',
    () =>
      async function destroy(this: Model) {
        const ctx = currentRequest();
        await asEngineStep(() => sessions.end(this.uid, 'signed_out', stateOf(ctx).origin));
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
        return digest('sid', `${this.uid}\0${client}`).slice(0, 22);
      },
  );

  /** A suspended account is signed in nowhere, also while its sessions are still being ended. */
  async function findLiving(value: string): Promise<Found | undefined> {
    const session = await sessions.find(value);
    const account = session?.session.account;
    return account === undefined || (await accountLives(account)) ? session : undefined;
  }

  function fromRecord(record: Found): Model {
    const { id, account, authTime, acr, amr, transient, state, expiresAt } = record.session;
    const model = new Session({
      uid: id,
      exp: expiresAt,
      ...(account !== undefined && { accountId: account }),
      ...(authTime !== undefined && { loginTs: authTime }),
      ...(acr !== undefined && { acr }),
      ...(amr && { amr: [...amr] }),
      ...(transient && { transient }),
      ...(state && { state }),
    });
    model[found] = record;
    return model;
  }

  function proveAccounts(ctx: KoaContextWithOIDC, proof: string): void {
    const maxAge = 400 * 24 * 3600 * 1000;
    ctx.cookies.set(cookieNames(secure).accounts, proof, { ...cookieOptions(secure), signed: false, maxAge });
  }

  async function keep(model: Model, ctx: KoaContextWithOIDC): Promise<Session | undefined> {
    const { origin, browser, accounts } = stateOf(ctx);
    const details = changeOf(model);
    const session = model[found]
      ? await sessions.keep(model[found], details, model[renewed] === true, origin)
      : await sessions.start(model.uid, { ...details, ...(browser && { browser }) }, origin);
    if (!session) return undefined;
    model[found] = { session, stale: false };
    const signedIn = model[renewed] && browser !== undefined && session.account !== undefined;
    if (signedIn) {
      const entry = { uid: session.id, account: session.account };
      proveAccounts(ctx, await browsers.enter(browser, accounts, entry));
    }
    model[renewed] = false;
    return session;
  }
}

function changeOf({ accountId, loginTs, acr, amr, transient, state }: Model): SessionChange {
  return {
    ...(accountId !== undefined && { account: accountId }),
    ...(loginTs !== undefined && { authTime: loginTs }),
    ...(acr !== undefined && { acr }),
    ...(amr && { amr }),
    ...(transient !== undefined && { transient }),
    // Also when it was cleared: what one sign-out page knew is not for the next one.
    state,
  };
}
