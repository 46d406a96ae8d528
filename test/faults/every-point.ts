import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import type { Said } from './answers.ts';
import type { Flow, Run } from './flow.ts';
import { flows } from './flows.ts';
import type { Stage } from './stage.ts';

/** Something that goes wrong. */
export interface Fault {
  readonly name: string;
  /** Comes before the last step that is still well: what a store that is set back goes back to. */
  readonly note?: () => Promise<unknown>;
  readonly strike: () => unknown;
  readonly heal?: () => unknown;
}

interface UnderWay {
  readonly flow: Flow;
  readonly point: number;
  readonly run: Run;
  said?: Said | undefined;
}

/** A step failed is told with where it was. */
async function take({ flow, point, run }: UnderWay, step: number): Promise<Said | undefined> {
  const next = run.steps[step];
  try {
    return await next?.();
  } catch (error) {
    (error as Error).message = `${flow.name}, cut before step ${point}, at step ${step}: ${(error as Error).message}`;
    throw error;
  }
}

/** Takes a step that must go well. */
async function takeWell(underWay: UnderWay, step: number): Promise<void> {
  const said = await take(underWay, step);
  if (said !== undefined && said !== 'on')
    throw new Error(`${underWay.flow.name} did not go on at step ${step}: ${said}`);
}

/**
 * Lets a fault come before every step of every flow, all of them at once; goes on as people and programs would, and holds
 * all that was answered against the store. Afterwards everything goes on, and nothing was started again.
 */
export async function strikeAtEveryPoint(stage: Stage, fault: Fault): Promise<void> {
  const all: UnderWay[] = (
    await Promise.all(
      flows.map(async (flow) => {
        const { steps } = await flow.begin(stage);
        return Promise.all(steps.map(async (_, point) => ({ flow, point, run: await flow.begin(stage) })));
      }),
    )
  ).flat();
  await Promise.all(
    all.map(async (one) => {
      for (let step = 0; step < one.point - 1; step += 1) await takeWell(one, step);
    }),
  );
  await fault.note?.();
  await Promise.all(all.filter(({ point }) => point > 0).map((one) => takeWell(one, one.point - 1)));

  await fault.strike();
  const struck = await Promise.allSettled(all.map(async (one) => (one.said = await take(one, one.point))));
  await fault.heal?.();
  throwFirst(struck);
  // Else nothing was struck, and nothing shown.
  const hit = all.filter(({ said }) => said !== 'on').map(({ flow, point }) => `${flow.name} ${point}`);
  expect(hit.length).toBeGreaterThan(0);
  await allReady(stage);

  throwFirst(await Promise.allSettled(all.map(goOn)));
  throwFirst(await Promise.allSettled(all.map(({ run }) => run.holds())));
  await Promise.all(flows.map((flow) => playThrough(stage, flow)));
  expect(ownFailures(stage)).toEqual([]);
}

/** What a client does: tries again what nobody knows about, and goes on until it is over. */
async function goOn(one: UnderWay): Promise<void> {
  for (let step = one.point; step < one.run.steps.length; step += 1) {
    if (step > one.point) one.said = await take(one, step);
    await eventually(async () => {
      if (one.said === 'later') one.said = await take(one, step);
      expect(one.said).not.toBe('later');
    });
    if (one.said === 'over') return;
  }
}

/** Plays a flow in which nothing goes wrong. */
export async function playThrough(stage: Stage, flow: Flow): Promise<void> {
  const run = await flow.begin(stage);
  const underWay = { flow, point: run.steps.length, run };
  for (let step = 0; step < run.steps.length; step += 1) await takeWell(underWay, step);
  await run.holds();
}

/** Waits until every node says that it is ready. */
async function allReady({ nodes }: Stage): Promise<void> {
  await eventually(async () => {
    const answers = nodes.nodes.map((node) => fetch(new URL('/health/ready', node.issuer)));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(nodes.nodes.map(() => 200));
  }, 30_000);
}

/** What nodes answered with 500, as their logs have it. */
const ownFailures = ({ nodes }: Stage): unknown[] =>
  nodes.nodes
    .flatMap((node) => node.log())
    .filter(({ status }) => Number(status) === 500)
    .slice(0, 3);

function throwFirst(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failures.length === 0) return;
  const [first] = failures.map(({ reason }) => reason as Error);
  const messages = failures.map(({ reason }) => (reason as Error).message.split('\n').slice(0, 8).join('\n'));
  throw new Error([...new Set(messages)].join('\n\n'), { cause: first });
}
