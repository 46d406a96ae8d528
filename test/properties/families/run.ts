import { setTimeout as pause } from 'node:timers/promises';
import { Lost } from './asking.ts';
import { checkEnd, checkStore } from './checks.ts';
import { endings } from './endings.ts';
import { afterTime, linearize, type Act } from './linearize.ts';
import { authorize, lookAtAccess, lookAtRefresh, misuse, redeem, refresh, revoke, type Who } from './requests.ts';
import type { Deed, Sequence, Step } from './sequence.ts';
import type { Answer, Request } from './spec.ts';
import type { NodeProcess } from '../../support/nodes.ts';
import { beginSignIn, newWorld, Violation, type Installation, type SignIn, type World } from './world.ts';

/** One thing to send, and what it is to each sign-in that it reaches. */
interface Sending {
  readonly what: string;
  /** Asked once everything that is sent with it has been made ready. */
  readonly reaches: () => readonly (readonly [SignIn, Request])[];
  readonly lost?: number | undefined;
  readonly send: (node: NodeProcess, signal?: AbortSignal) => Promise<Answer>;
}

/** How far requests that are sent together are apart at most, in milliseconds. */
const spread = 4;
/** More than that of one sign-in at once has more orders than can be gone through in a moment. */
const mostAtOnce = 14;

/** Counts what happened, so that a run can be seen to have done what it is for. */
export interface Tally {
  sequences: number;
  requests: number;
  unknown: number;
  kills: number;
  /** Of nodes that did not come back after they were killed. */
  readonly failedStarts: unknown[];
  readonly ends: Record<string, number>;
}

export const newTally = (): Tally => ({ sequences: 0, requests: 0, unknown: 0, kills: 0, failedStarts: [], ends: {} });

/** Plays a sequence. @throws Violation with the history of the sign-in that broke the rules */
export async function play(installation: Installation, sequence: Sequence, tally: Tally): Promise<void> {
  const world = await newWorld(installation);
  let turn = 0;
  try {
    for (const step of sequence) await playStep(step);
    await finale();
  } catch (error) {
    if (error instanceof Violation) error.message += failuresOf(world);
    throw error;
  }
  tally.sequences += 1;

  async function playStep(step: Step): Promise<void> {
    const { nodes } = world;
    switch (step.step) {
      case 'sign in': {
        const pages = step.pages && !world.disabled;
        const signIn = await beginSignIn(world, step.app, step.device, { pages });
        await together([authorizing(signIn, pages)]);
        if (signIn.code !== undefined) await together([redeeming(signIn)]);
        return;
      }
      case 'together': {
        const sendings = (await Promise.all(step.deeds.map(sendingsOf))).flat();
        const node = step.kill && nodes.up()[step.kill.node % nodes.up().length];
        const killed = node && kill(node, step.kill.after);
        await Promise.all([together(sendings), killed]);
        // What begins in the second of an end counts as having begun before it.
        if (step.deeds.some((deed) => deed.do === 'end')) await wait(1);
        return;
      }
      case 'wait':
        return wait(step.seconds);
      case 'rotate the keys':
        await nodes.rooms.keys.rotation.rotate('mac', false);
        return wait(step.seconds);
      case 'open the account again':
        if (!world.disabled) return;
        await nodes.rooms.accounts.enable(world.account);
        world.disabled = false;
        return;
    }
  }

  async function wait(seconds: number): Promise<void> {
    await world.nodes.forward(seconds);
    for (const signIn of world.signIns) {
      signIn.history.push(`  ${seconds} s pass`);
      signIn.possible = signIn.possible.map((one) => afterTime(one, world.nodes.now()));
    }
  }

  /** What can be used still works, and what has ended does not, on whichever node. */
  async function finale(): Promise<void> {
    await together(world.signIns.flatMap((signIn) => looks(signIn, 3)));
    await together(
      world.signIns.filter(({ refreshTokens }) => refreshTokens.size > 0).flatMap((signIn) => refreshing(signIn)),
    );
    await together(world.signIns.flatMap((signIn) => looks(signIn, 1)));
    for (const signIn of world.signIns) {
      const end = await checkEnd(world, signIn);
      tally.ends[end] = (tally.ends[end] ?? 0) + 1;
    }
  }

  async function kill(node: NodeProcess, after: number): Promise<void> {
    // With the last one up there would be nobody to ask.
    if (world.nodes.up().length < 2) return;
    await pause(after);
    await node.kill();
    tally.kills += 1;
    world.signIns.forEach(({ history }) => history.push(`  node ${node.port} is killed`));
    node.start().catch((error: unknown) => tally.failedStarts.push(error));
  }

  /** Sends all of them at once, each to another node, and holds what came back against the specification. */
  async function together(sendings: readonly Sending[]): Promise<void> {
    const acts = new Map<SignIn, Act[]>();
    const counts = new Map<SignIn, number>();
    const sent = sendings.flatMap(({ reaches, ...sending }) => {
      const reached = reaches();
      const most = Math.max(0, ...reached.map(([signIn]) => counts.get(signIn) ?? 0));
      if (most >= mostAtOnce) return [];
      for (const [signIn] of reached) {
        acts.set(signIn, []);
        counts.set(signIn, (counts.get(signIn) ?? 0) + 1);
      }
      return [{ reached, sending }];
    });
    await Promise.all(
      sent.map(async ({ reached, sending }) => {
        const done = await sendOne(sending);
        for (const [signIn, request] of reached) acts.get(signIn)?.push({ ...done, request });
      }),
    );
    for (const [signIn, done] of acts) judge(signIn, done);
    for (const signIn of acts.keys()) await checkStore(world, signIn);
  }

  async function sendOne({ what, lost, send }: Omit<Sending, 'reaches'>): Promise<Omit<Act, 'request'>> {
    const { nodes } = world;
    const up = nodes.up();
    const node = up[turn++ % up.length];
    if (!node) throw new Error('no node is up');
    await pause(Math.random() * spread);
    const sentAt = performance.now();
    const answer = await send(node, lost === undefined ? undefined : AbortSignal.timeout(lost)).catch(
      (error: unknown): Answer => {
        if (error instanceof Lost) return { is: 'unknown' };
        throw error;
      },
    );
    tally.requests += 1;
    if (answer.is === 'unknown') tally.unknown += 1;
    const answeredAt = answer.is === 'unknown' ? Infinity : performance.now();
    return { what: `${what} at ${node.port}`, answer, sentAt, answeredAt };
  }

  async function sendingsOf(deed: Deed): Promise<Sending[]> {
    if (deed.do === 'authorize') {
      // With what the browser has: its session's time may be over.
      const signIn = await beginSignIn(world, deed.app, deed.device, { pages: false, silently: true });
      return [authorizing(signIn, false)];
    }
    const withCode = world.signIns.filter(({ code }) => code !== undefined);
    const signIn = withCode[deed.of % withCode.length];
    if (!signIn) return [];
    switch (deed.do) {
      case 'refresh':
        return refreshing(signIn, deed);
      case 'redeem':
        return times(deed.times, () => redeeming(signIn, deed.lost));
      case 'revoke':
        return revoking(signIn, deed);
      case 'look':
        return looking(signIn, deed.token, deed.back);
      case 'end':
        return ending(signIn, deed.how);
    }
  }

  function authorizing(signIn: SignIn, pages: boolean): Sending {
    const request: Request = { kind: 'authorize', now: world.nodes.now(), sessionUntil: signIn.session.until };
    return {
      what: `sign-in to the ${signIn.app.name}${pages ? ' by pages' : ''}`,
      reaches: () => [[signIn, request]],
      send: (node) => authorize(world, signIn, node, pages),
    };
  }

  function redeeming(signIn: SignIn, lost?: number): Sending {
    const request: Request = { kind: 'redeem', sender: 'owner', now: world.nodes.now() };
    return {
      what: 'redemption of the code',
      reaches: () => [[signIn, request]],
      lost,
      send: (node, signal) => redeem(world, signIn, node, signal),
    };
  }

  function refreshing(
    signIn: SignIn,
    deed: Omit<Extract<Deed, { readonly do: 'refresh' }>, 'do' | 'of'> = { back: 0, as: 'owner', times: 1 },
  ): Sending[] {
    const found = generationOf(signIn, deed.back);
    if (!found) return [];
    const [generation, token] = found;
    const { as } = deed;
    const now = world.nodes.now();
    if (as === 'another app') {
      return times(deed.times, () => ({
        what: `another app uses refresh token ${generation}`,
        reaches: () => [[signIn, { kind: 'misuse', now }]],
        send: (node) => misuse(world, signIn, node, token),
      }));
    }
    const sender: Who = as;
    return times(deed.times, () => ({
      what: `${as} uses refresh token ${generation}`,
      reaches: () => [[signIn, { kind: 'refresh', presented: generation, sender, now }]],
      lost: deed.lost,
      send: (node, signal) => refresh(world, signIn, node, token, sender, signal),
    }));
  }

  function revoking(signIn: SignIn, { token, back }: Extract<Deed, { readonly do: 'revoke' }>): Sending[] {
    const now = world.nodes.now();
    const access = token === 'access' ? signIn.accessTokens.at(-1 - back) : undefined;
    const found = token === 'refresh' ? generationOf(signIn, back) : undefined;
    const given = access?.token ?? found?.[1];
    if (given === undefined) return [];
    const goodUntil = access && { goodUntil: access.goodUntil };
    return [
      {
        what: `revocation of ${access ? 'an access token' : `refresh token ${found?.[0]}`}`,
        reaches: () => [[signIn, { kind: 'revoke', now, ...goodUntil }]],
        send: (node) => revoke(signIn, node, given),
      },
    ];
  }

  function looking(signIn: SignIn, token: 'access' | 'refresh', back: number): Sending[] {
    const now = world.nodes.now();
    if (token === 'access') {
      const access = signIn.accessTokens.at(-1 - back);
      if (!access) return [];
      const { goodUntil } = access;
      return [
        {
          what: `look at the access token ${back} before the newest`,
          reaches: () => [[signIn, { kind: 'look at access', goodUntil, now }]],
          send: (node) => lookAtAccess(world, signIn, node, access.token),
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
        reaches: () => [[signIn, { kind: 'look at refresh', presented, now }]],
        send: (node) => lookAtRefresh(signIn, node, given),
      },
    ];
  }

  /** @param count how many of the newest access tokens */
  function looks(signIn: SignIn, count: number): Sending[] {
    const access = Array.from({ length: count }, (_, back) => looking(signIn, 'access', back));
    return [...access, looking(signIn, 'refresh', 0)].flat();
  }

  function ending(target: SignIn, how: string): Sending[] {
    const way = endings.find(({ name }) => name === how);
    if (!way) throw new Error(`nothing ends because ${how}`);
    if (way.applies?.(target) === false) return [];
    const now = world.nodes.now();
    const { spares = false, voids = false, gradual = false, endsSession = () => false } = way;
    const reached = () => world.signIns.filter((one) => way.reaches(one, target));
    const requestTo = (one: SignIn): Request => {
      const unfinished = endsSession(one, target) ? 'refused' : voids ? 'void until the next second' : 'goes on';
      return { kind: 'end', reason: way.reason(one), spares, unfinished, gradual, now };
    };
    return [
      {
        what: way.name,
        reaches: () => reached().map((one) => [one, requestTo(one)]),
        send: async (node, signal) => {
          for (const one of reached()) if (endsSession(one, target)) one.session.ended = true;
          return (await way.perform(world, target, node, signal)) ? { is: 'done' } : { is: 'unknown' };
        },
      },
    ];
  }
}

/** Holds what happened against the specification. */
function judge(signIn: SignIn, acts: readonly Act[]): void {
  if (acts.length === 0) return;
  const first = Math.min(...acts.map(({ sentAt }) => sentAt));
  signIn.history.push('together:', ...acts.map((act) => line(act, first)));
  const { policy } = signIn.app;
  const possible = linearize(signIn.possible, acts, policy);
  if (possible.length === 0) throw new Violation(`no order explains what happened last\n${story(signIn)}`);
  signIn.possible = possible;
}

function line({ what, answer, sentAt, answeredAt }: Act, first: number): string {
  const generation = answer.is === 'done' && answer.generation !== undefined ? ` (${answer.generation})` : '';
  return `  ${(sentAt - first).toFixed(1)}–${(answeredAt - first).toFixed(1)} ms: ${what}: ${answer.is}${generation}`;
}

/** A sign-in and all that happened to it, for people. */
export const story = ({ number, app, history, possible }: SignIn): string =>
  [`sign-in ${number} to the ${app.name}`, ...history, `before: ${JSON.stringify(possible)}`].join('\n');

/** What the nodes failed at last, of themselves. */
function failuresOf({ nodes }: World): string {
  const failures = nodes.nodes.flatMap((node) => node.log()).filter(({ status }) => Number(status) >= 500);
  return failures.length === 0 ? '' : `\nthe nodes say: ${JSON.stringify(failures.slice(-3), undefined, 2)}`;
}

/** A refresh token by how old it is among those that are known. */
function generationOf({ refreshTokens }: SignIn, back: number): readonly [number, string] | undefined {
  const known = [...refreshTokens].sort(([one], [other]) => other - one);
  return known[Math.min(back, known.length - 1)];
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
