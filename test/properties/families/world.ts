import { password, signInRequest } from '../../support/apps.ts';
import { proofKey, type ProofKey } from '../../support/dpop.ts';
import type { Nodes } from '../../support/nodes.ts';
import type { Person } from '../../support/person.ts';
import { signedInBrowser, signInBrowser, type SignedInBrowser } from '../../support/signed-in.ts';
import { addApp, addApps, addAsker, sessionLifetime, type AppChoice, type AppName, type AppUnderTest } from './apps.ts';
import type { Possibility } from './linearize.ts';

/** Something happened that the specification does not know. */
export class Violation extends Error {}

/** What goes on over many sequences: the nodes, and what is registered at them. */
export interface Installation {
  readonly nodes: Nodes;
  readonly apps: ReadonlyMap<AppName, AppUnderTest>;
  /** With what the APIs ask about their access tokens. */
  readonly asker: Readonly<Record<string, string>>;
  readonly keys: { readonly owner: ProofKey; readonly stranger: ProofKey };
  readonly passwordHash: Awaited<ReturnType<Nodes['rooms']['passwords']['hash']>>;
}

export async function install(nodes: Nodes): Promise<Installation> {
  const [apps, asker] = [await addApps(nodes), await addAsker(nodes)];
  // No clock is set back to before there were any of them.
  await nodes.forward(2 * 3600);
  return {
    nodes,
    apps,
    asker,
    keys: { owner: await proofKey(), stranger: await proofKey() },
    passwordHash: await nodes.rooms.passwords.hash(password),
  };
}

/**
 * A session on a device. A device whose session was ended gets another one with its next sign-in, in another browser; one
 * whose session's time is over gets it in the same browser.
 */
export interface Session {
  readonly person: Person;
  /** When its time is over. */
  readonly until: number;
  /** Unknown of one that began by pages. */
  readonly uid?: string;
  readonly device?: string;
  ended: boolean;
}

/** A sign-in of an app, with all that its owner, or a thief, may have of it. */
export interface SignIn {
  readonly number: number;
  readonly app: AppUnderTest;
  readonly session: Session;
  readonly url: URL;
  readonly verifier: string;
  code?: string;
  idToken?: string;
  /** By generation. */
  readonly refreshTokens: Map<number, string>;
  readonly accessTokens: { readonly token: string; readonly goodUntil: number; readonly forUserinfo: boolean }[];
  /** What may be the case, by the specification and all that was seen. */
  possible: readonly Possibility[];
  /** Everything that happened to it, for people. */
  readonly history: string[];
}

/** What one sequence happens in: an account of its own, its devices, its sign-ins. */
export interface World extends Installation {
  readonly account: string;
  readonly email: string;
  /** By device. */
  readonly sessions: Map<number, Session>;
  readonly signIns: SignIn[];
  /** The one that can be removed, once somebody signed in to it. */
  ownApp?: AppUnderTest;
  disabled: boolean;
  /** The latest (seconds) that any clock has been at. */
  latest: number;
  /** By the id of an app: what begins up to then (seconds) is void, because the app was disconnected. */
  readonly voidUntil: Map<string, number>;
  /** Whether a node was killed. */
  killed: boolean;
  /** Whether so much time passed in a moment that another node may take over what one is doing. */
  leapt: boolean;
}

let accounts = 0;

export async function newWorld(installation: Installation): Promise<World> {
  const email = `person-${(accounts += 1)}@example.com`;
  const { rooms } = installation.nodes;
  const made = await rooms.accounts.create({ email, password: installation.passwordHash, name: 'Test Person' });
  if (!made) throw new Error('there is an account already');
  return {
    ...installation,
    account: made.id,
    email,
    sessions: new Map(),
    signIns: [],
    disabled: false,
    latest: installation.nodes.now(),
    voidUntil: new Map(),
    killed: false,
    leapt: false,
  };
}

/** Begins a sign-in on a device; nothing was sent yet. */
export async function beginSignIn(
  world: World,
  choice: AppChoice,
  device: number,
  how: { readonly pages: boolean; readonly silently?: boolean },
): Promise<SignIn> {
  const { nodes, apps } = world;
  const app = choice === 'its own' ? (world.ownApp ??= await addApp(nodes, 'spa', true)) : apps.get(choice);
  if (!app) throw new Error(`there is no app ${choice}`);
  const { url, verifier } = signInRequest(nodes, app.id, { scope: app.scope });
  if (app.apis.length > 1) app.apis.forEach((resource) => url.searchParams.append('resource', resource));
  // Where a clock was set back, what begins may be dated before its app was registered or disconnected.
  const voidUntil = Math.max(app.policy.since - 1, world.voidUntil.get(app.id) ?? -Infinity);
  const signIn: SignIn = {
    number: world.signIns.length,
    app,
    session: await sessionOn(world, device, how),
    url,
    verifier,
    refreshTokens: new Map(),
    accessTokens: [],
    possible: [
      {
        state: world.disabled
          ? { phase: 'refused' }
          : { phase: 'none', voidUntil, withdrawn: world.voidUntil.has(app.id) },
        pending: [],
      },
    ],
    history: [],
  };
  world.signIns.push(signIn);
  return signIn;
}

/**
 * The session of a device: the one that it has, or a new one. One that begins by pages has no cookie yet; any other is
 * made as a sign-in makes it.
 */
async function sessionOn(
  { nodes, sessions, account, disabled, latest }: World,
  device: number,
  { pages, silently = false }: { readonly pages: boolean; readonly silently?: boolean },
): Promise<Session> {
  const before = sessions.get(device);
  const now = nodes.now();
  // Where a clock was set back it may be over or not: who is asked to sign in does.
  const isOver = before !== undefined && before.until <= latest;
  if (before && (disabled || !(before.ended || pages || (isOver && !silently)))) return before;
  const back = before && !before.ended && !pages ? before.person : undefined;
  const fresh = pages ? { person: nodes.person() } : await signedInAgain(nodes, account, back);
  const session = { ...fresh, until: now + sessionLifetime, ended: false };
  sessions.set(device, session);
  return session;
}

/** A session in the browser of somebody who was there before, or in one of its own. */
function signedInAgain(nodes: Nodes, account: string, before: Person | undefined): Promise<SignedInBrowser> {
  return before ? signInBrowser(nodes, before, account) : signedInBrowser(nodes, account);
}
