import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '../../../src/audit/index.ts';
import type { NodeProcess } from '../../support/nodes.ts';
import { Lost } from './asking.ts';
import { checkEnd, checkStore } from './checks.ts';
import { agree, momentAt, passTime, setBack, setBehind, setRight } from './clocks.ts';
import { checkLetters } from './letters.ts';
import { linearize, type Act } from './linearize.ts';
import { authorizing, looks, redeeming, refreshing, sendingsOf, type Sending } from './sendings.ts';
import type { Sequence, Step } from './sequence.ts';
import type { Answer, Moment } from './spec.ts';
import { beginSignIn, newWorld, Violation, type Installation, type SignIn, type World } from './world.ts';

/** How far requests that are sent together are apart at most, in milliseconds. */
const spread = 4;
/** More than that of one sign-in at once has more orders than can be gone through in a moment. */
const mostAtOnce = 14;

/** Counts what happened, so that a run can be seen to have done what it is for. */
export interface Tally {
  sequences: number;
  requests: number;
  unknown: number;
  /** Refreshes that asked for too much. */
  declined: number;
  kills: number;
  /** Of nodes that did not come back after they were killed. */
  readonly failedStarts: unknown[];
  readonly ends: Record<string, number>;
}

export const newTally = (): Tally => ({
  sequences: 0,
  requests: 0,
  unknown: 0,
  declined: 0,
  kills: 0,
  failedStarts: [],
  ends: {},
});

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
  } finally {
    await setRight(world);
  }
  tally.sequences += 1;

  async function playStep(step: Step): Promise<void> {
    const { nodes } = world;
    switch (step.step) {
      case 'sign in': {
        // Whoever goes from page to page goes from node to node, and is told apart by the clock of which one.
        const pages = step.pages && !world.disabled && agree(world);
        const signIn = await beginSignIn(world, step.app, step.device, { pages });
        await together([authorizing(world, signIn, pages)]);
        if (signIn.code !== undefined) await together([redeeming(world, signIn)]);
        return;
      }
      case 'together': {
        const sendings = (await Promise.all(step.deeds.map((deed) => sendingsOf(world, deed)))).flat();
        const node = step.kill && nodes.up()[step.kill.node % nodes.up().length];
        const killed = node && kill(node, step.kill.after);
        await Promise.all([together(sendings), killed]);
        // What begins in the second of an end counts as having begun before it.
        if (step.deeds.some((deed) => deed.do === 'end')) await passTime(world, 1);
        return;
      }
      case 'wait':
        return passTime(world, step.seconds);
      case 'set the clocks back':
        return setBack(world, step.seconds);
      case 'one clock is behind':
        return setBehind(world, step.node, step.seconds);
      case 'rotate the keys':
        await nodes.rooms.keys.rotation.rotate('mac', false);
        return passTime(world, step.seconds);
      case 'open the account again':
        if (!world.disabled) return;
        await nodes.rooms.accounts.enable(world.account);
        world.disabled = false;
        return;
    }
  }

  /** What can be used still works, and what has ended does not, on whichever node. */
  async function finale(): Promise<void> {
    await together(world.signIns.flatMap((signIn) => looks(world, signIn, 3)));
    await together(
      world.signIns
        .filter(({ refreshTokens }) => refreshTokens.size > 0)
        .flatMap((signIn) => refreshing(world, signIn)),
    );
    await together(world.signIns.flatMap((signIn) => looks(world, signIn, 1)));
    const happened: Event[] = [];
    for (const signIn of world.signIns) {
      const { end, events } = await checkEnd(world, signIn);
      tally.ends[end] = (tally.ends[end] ?? 0) + 1;
      happened.push(...events);
    }
    await checkLetters(world, happened);
  }

  async function kill(node: NodeProcess, after: number): Promise<void> {
    // With the last one up there would be nobody to ask.
    if (world.nodes.up().length < 2) return;
    await pause(after);
    await node.kill();
    tally.kills += 1;
    world.killed = true;
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
        const { moment, ...act } = done;
        for (const [signIn, asked] of reached) acts.get(signIn)?.push({ ...act, request: { ...asked, ...moment } });
      }),
    );
    for (const [signIn, done] of acts) judge(signIn, done);
    for (const signIn of acts.keys()) await checkStore(world, signIn);
  }

  async function sendOne({
    what,
    lost,
    here = false,
    send,
  }: Omit<Sending, 'reaches'>): Promise<Omit<Act, 'request'> & { readonly moment: Moment }> {
    const { nodes } = world;
    const up = nodes.up();
    const node = up[turn++ % up.length];
    if (!node) throw new Error('no node is up');
    await pause(Math.random() * spread);
    const moment = momentAt(world, here ? undefined : node);
    const sentAt = performance.now();
    const answer = await send(node, lost === undefined ? undefined : AbortSignal.timeout(lost)).catch(
      (error: unknown): Answer => {
        if (error instanceof Lost) return { is: 'unknown' };
        throw error;
      },
    );
    tally.requests += 1;
    if (answer.is === 'unknown') tally.unknown += 1;
    if (answer.is === 'declined') tally.declined += 1;
    const answeredAt = answer.is === 'unknown' ? Infinity : performance.now();
    return { what: `${what} at ${node.port}`, port: node.port, moment, answer, sentAt, answeredAt };
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
