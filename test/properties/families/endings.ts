import { password } from '../../support/apps.ts';
import type { NodeProcess } from '../../support/nodes.ts';
import type { Person } from '../../support/person.ts';
import { ask } from './asking.ts';
import { clientRemoved } from './spec.ts';
import type { SignIn, World } from './world.ts';

/**
 * A way in which sign-ins end from outside, without any of their tokens being used. A new one is an entry here: the
 * sequences then have it happen at any time and beside anything else, and hold all that it reaches to its end.
 */
export interface Ending {
  readonly name: string;
  /** What the record of a family that it reaches then says. */
  readonly reason: (one: SignIn) => string;
  /** Whether it reaches a sign-in when it is done to another one, or the same. */
  readonly reaches: (one: SignIn, target: SignIn) => boolean;
  /** Whether it can be done to this one. Default: to any. */
  readonly applies?: (target: SignIn) => boolean;
  /** Whether apps that outlive their session stay signed in. */
  readonly spares?: boolean;
  /** Whether the session of a sign-in that it reaches ends too. Default: no. */
  readonly endsSession?: (one: SignIn, target: SignIn) => boolean;
  /** Whether a sign-in that it reaches and that has not been finished is void; it can be begun anew a second later. */
  readonly voids?: boolean;
  /** Whether nodes may hear of it one after the other while it is not answered, and all have when it is. */
  readonly gradual?: boolean;
  /** Whether a node is asked for it. Default: this process does it, as the command line does. */
  readonly byNode?: boolean;
  /** Does it. @returns false when it is not known whether it happened */
  readonly perform: (world: World, target: SignIn, node: NodeProcess, signal?: AbortSignal) => Promise<boolean>;
}

const itself = (one: SignIn, target: SignIn): boolean => one === target;
const sameSession = (one: SignIn, target: SignIn): boolean => one.session === target.session;
/** Also by an earlier session there. */
const sameBrowser = (one: SignIn, target: SignIn): boolean => one.session.person === target.session.person;
const sameApp = (one: SignIn, target: SignIn): boolean => one.app.id === target.app.id;
const every = (): boolean => true;
const outlives = ({ app }: SignIn): boolean => app.policy.survivesSignOut;

const origin = { requestId: 'test' };

/** What only ends because of a command line, which is this process, does not get lost. */
const byAdmin = async (step: Promise<unknown>): Promise<true> => {
  await step;
  return true;
};

export const endings: readonly Ending[] = [
  {
    name: 'sign-out on the device',
    reason: () => 'signed_out',
    reaches: sameBrowser,
    spares: true,
    endsSession: every,
    applies: ({ app, idToken }) => idToken !== undefined && !app.own,
    byNode: true,
    perform: (_world, target, node, signal) => signOut(target, node, signal),
  },
  {
    name: 'the device is signed out from elsewhere',
    reason: () => 'signed_out',
    reaches: sameBrowser,
    spares: true,
    endsSession: every,
    applies: ({ session }) => session.device !== undefined,
    perform: ({ nodes, account }, { session }) =>
      byAdmin(nodes.rooms.signedIn.end(account, session.device ?? '', { reason: 'ended_by_owner', origin })),
  },
  {
    name: 'this one sign-in was not its owner',
    reason: () => 'ended_by_owner',
    reaches: itself,
    applies: ({ refreshTokens }) => refreshTokens.size > 0,
    perform({ nodes, account }, { code }) {
      const { families, namedDevices } = nodes.rooms;
      const named = { family: families.idOf(code ?? '') };
      return byAdmin(namedDevices.end(account, named, { reason: 'ended_by_owner', origin }, () => true));
    },
  },
  {
    name: 'sign-out everywhere',
    reason: (one) => (outlives(one) ? 'signed_out_everywhere' : 'signed_out'),
    reaches: every,
    endsSession: every,
    perform: ({ nodes, account }) =>
      byAdmin(nodes.rooms.accounts.signOut(account, { reason: 'ended_by_admin', origin })),
  },
  {
    name: 'the password is changed',
    reason: (one) => (outlives(one) ? 'password_changed' : 'signed_out'),
    reaches: (one, target) => !sameSession(one, target) || outlives(one),
    endsSession: (one, target) => !sameSession(one, target),
    applies: ({ session }) => session.uid !== undefined,
    perform: (world, { session }) => byAdmin(changePassword(world, session.uid ?? '')),
  },
  {
    name: 'the app is disconnected',
    reason: () => 'disconnected',
    reaches: sameApp,
    voids: true,
    applies: ({ app }) => !app.own,
    async perform({ nodes, account }, { app }) {
      const { clients, consents } = nodes.rooms;
      return byAdmin(consents.withdraw(account, await clients.show(app.id), origin));
    },
  },
  {
    name: 'the account is disabled',
    reason: () => 'account_disabled',
    reaches: every,
    endsSession: every,
    perform: (world) => {
      world.disabled = true;
      return byAdmin(world.nodes.rooms.accounts.disable(world.account));
    },
  },
  {
    name: 'the client is removed',
    reason: () => clientRemoved,
    reaches: sameApp,
    endsSession: () => false,
    voids: true,
    applies: ({ app }) => app.own,
    gradual: true,
    perform: (world, { app }) => byAdmin(removeOnce(world, app.id)),
  },
];

/** By who is signed in with this session, which stays. The new one is the old one: it is about what follows. */
async function changePassword({ nodes, account: id }: World, session: string): Promise<void> {
  const { accounts } = nodes.rooms;
  for (let changed = ''; changed !== 'changed';) {
    const account = await accounts.get(id);
    if (!account) throw new Error('there is no account');
    // Another change may have been faster: the hash is then another one, of the same password.
    const asked = { current: password, next: password, session, others: true, origin };
    changed = await accounts.changePassword(account, asked);
  }
}

async function removeOnce(world: World, id: string): Promise<void> {
  // Whoever signs in next does so with another one.
  if (world.ownApp?.id === id) delete world.ownApp;
  await world.nodes.rooms.clients.remove(id).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'not_found') throw error;
  });
}

const cookiesOf = (person: Person): string =>
  ['session', 'browser', 'accounts']
    .map((name) => `postern.${name}=${person.cookie(`postern.${name}`) ?? ''}`)
    .join('; ');

/** RP-Initiated Logout, by the app that has an ID token of the session. */
async function signOut({ session, idToken }: SignIn, node: NodeProcess, signal?: AbortSignal): Promise<boolean> {
  const path = `/session/end?${new URLSearchParams({ id_token_hint: idToken ?? '' }).toString()}`;
  const { status, location } = await ask(node, path, {
    headers: { cookie: cookiesOf(session.person) },
    ...(signal && { signal }),
  });
  if (status === 303 && location?.endsWith('/session/end/success')) return true;
  if (status === 503) return false;
  throw new Error(`an unexpected answer to a sign-out: ${status} ${location ?? ''}`);
}
