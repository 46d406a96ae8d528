/** What each deed is to be sent as, and what that is to the sign-ins that it reaches. */
import type { NodeProcess } from '../../support/nodes.ts';
import { endings } from './endings.ts';
import { authorize, lookAtAccess, lookAtRefresh, misuse, redeem, refresh, revoke } from './requests.ts';
import type { Deed } from './sequence.ts';
import type { Answer, Asked } from './spec.ts';
import { grantedOf } from './wishes.ts';
import { beginSignIn, type SignIn, type World } from './world.ts';

/** One thing to send, and what it is to each sign-in that it reaches. */
export interface Sending {
  readonly what: string;
  /** Asked once everything that is sent with it has been made ready. */
  readonly reaches: () => readonly (readonly [SignIn, Asked])[];
  readonly lost?: number | undefined;
  /** Whether it is done by this process, at its own time. Default: the node is asked that it is sent to. */
  readonly here?: boolean;
  readonly send: (node: NodeProcess, signal?: AbortSignal) => Promise<Answer>;
}

export async function sendingsOf(world: World, deed: Deed): Promise<Sending[]> {
  if (deed.do === 'authorize') {
    // With what the browser has: its session's time may be over.
    const signIn = await beginSignIn(world, deed.app, deed.device, { pages: false, silently: true });
    return [authorizing(world, signIn, false)];
  }
  const withCode = world.signIns.filter(({ code }) => code !== undefined);
  const signIn = withCode[deed.of % withCode.length];
  if (!signIn) return [];
  switch (deed.do) {
    case 'refresh':
      return refreshing(world, signIn, deed);
    case 'redeem':
      return times(deed.times, () => redeeming(world, signIn, deed.lost));
    case 'revoke':
      return revoking(signIn, deed);
    case 'look':
      return looking(world, signIn, deed.token, deed.back);
    case 'end':
      return ending(world, signIn, deed.how);
  }
}

export function authorizing(world: World, signIn: SignIn, pages: boolean): Sending {
  return {
    what: `sign-in to the ${signIn.app.name}${pages ? ' by pages' : ''}`,
    reaches: () => [[signIn, { kind: 'authorize', sessionUntil: signIn.session.until }]],
    send: (node) => authorize(world, signIn, node, pages),
  };
}

export function redeeming(world: World, signIn: SignIn, lost?: number): Sending {
  return {
    what: 'redemption of the code',
    reaches: () => [[signIn, { kind: 'redeem', sender: 'owner' }]],
    lost,
    send: (node, signal) => redeem(world, signIn, node, signal),
  };
}

export function refreshing(
  world: World,
  signIn: SignIn,
  deed: Omit<Extract<Deed, { readonly do: 'refresh' }>, 'do' | 'of'> = { back: 0, as: 'owner', times: 1 },
): Sending[] {
  const found = generationOf(signIn, deed.back);
  if (!found) return [];
  const [generation, token] = found;
  const { as, wish } = deed;
  if (as === 'another app') {
    return times(deed.times, () => ({
      what: `another app uses refresh token ${generation}`,
      reaches: () => [[signIn, { kind: 'misuse' }]],
      send: (node) => misuse(world, signIn, node, token),
    }));
  }
  const beyond = grantedOf(signIn.app, wish) === undefined;
  return times(deed.times, () => ({
    what: `${as} uses refresh token ${generation}${wish === undefined ? '' : ` for ${wish}`}`,
    reaches: () => [[signIn, { kind: 'refresh', presented: generation, sender: as, beyond }]],
    lost: deed.lost,
    send: (node, signal) => refresh(world, signIn, node, token, { as, wish }, signal),
  }));
}

function revoking(signIn: SignIn, { token, back }: Extract<Deed, { readonly do: 'revoke' }>): Sending[] {
  const access = token === 'access' ? signIn.accessTokens.at(-1 - back) : undefined;
  const found = token === 'refresh' ? generationOf(signIn, back) : undefined;
  const given = access?.token ?? found?.[1];
  if (given === undefined) return [];
  const goodUntil = access && { goodUntil: access.goodUntil };
  return [
    {
      what: `revocation of ${access ? 'an access token' : `refresh token ${found?.[0]}`}`,
      reaches: () => [[signIn, { kind: 'revoke', ...goodUntil }]],
      send: (node) => revoke(signIn, node, given),
    },
  ];
}

function looking(world: World, signIn: SignIn, token: 'access' | 'refresh', back: number): Sending[] {
  if (token === 'access') {
    const access = signIn.accessTokens.at(-1 - back);
    if (!access) return [];
    const { goodUntil } = access;
    return [
      {
        what: `look at the access token ${back} before the newest`,
        reaches: () => [[signIn, { kind: 'look at access', goodUntil }]],
        send: (node) => lookAtAccess(world, signIn, node, access),
      },
    ];
  }
  const found = generationOf(signIn, back);
  // Who proves nothing may ask about nothing.
  if (!found || signIn.app.headers['authorization'] === undefined) return [];
  const [presented, given] = found;
  return [
    {
      what: `look at refresh token ${presented}`,
      reaches: () => [[signIn, { kind: 'look at refresh', presented }]],
      send: (node) => lookAtRefresh(signIn, node, given),
    },
  ];
}

/** @param count how many of the newest access tokens */
export function looks(world: World, signIn: SignIn, count: number): Sending[] {
  const access = Array.from({ length: count }, (_, back) => looking(world, signIn, 'access', back));
  return [...access, looking(world, signIn, 'refresh', 0)].flat();
}

function ending(world: World, target: SignIn, how: string): Sending[] {
  const way = endings.find(({ name }) => name === how);
  if (!way) throw new Error(`nothing ends because ${how}`);
  if (way.applies?.(target) === false) return [];
  const { spares = false, voids = false, gradual = false, byNode = false, endsSession = () => false } = way;
  const reached = () => world.signIns.filter((one) => way.reaches(one, target));
  const askedOf = (one: SignIn): Asked => {
    const unfinished = endsSession(one, target) ? 'refused' : voids ? 'void until the next second' : 'goes on';
    return { kind: 'end', reason: way.reason(one), spares, unfinished, gradual };
  };
  return [
    {
      what: way.name,
      reaches: () => reached().map((one) => [one, askedOf(one)]),
      here: !byNode,
      send: async (node, signal) => {
        for (const one of reached()) if (endsSession(one, target)) one.session.ended = true;
        if (voids)
          world.voidUntil.set(target.app.id, Math.max(world.nodes.now(), world.voidUntil.get(target.app.id) ?? 0));
        return (await way.perform(world, target, node, signal)) ? { is: 'done' } : { is: 'unknown' };
      },
    },
  ];
}

/** A refresh token by how old it is among those that are known. */
function generationOf({ refreshTokens }: SignIn, back: number): readonly [number, string] | undefined {
  const known = [...refreshTokens].sort(([one], [other]) => other - one);
  return known[Math.min(back, known.length - 1)];
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
