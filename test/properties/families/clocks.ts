import { clocksApart } from '../../../src/clock.ts';
import { usualPace } from '../../../src/outgoing/index.ts';
import type { NodeProcess } from '../../support/nodes.ts';
import { afterTime } from './linearize.ts';
import type { Moment } from './spec.ts';
import type { World } from './world.ts';

/** By how much all clocks are set back at most, in all: then they have to come there again. Seconds. */
const mostBack = 3600;

/** What time it is for a request: at a node, or in this process. */
export const momentAt = ({ nodes, latest }: World, node?: NodeProcess): Moment => ({
  now: (node ?? nodes).now(),
  latest,
});

/** So many seconds from one moment to the next may be the end of a node's claim on a letter that it is sending. */
const leap = usualPace.lease - clocksApart;

/** Lets time pass everywhere. */
export async function passTime(world: World, seconds: number): Promise<void> {
  if (seconds >= leap) world.leapt = true;
  await world.nodes.forward(seconds);
  world.latest = Math.max(world.latest, world.nodes.now());
  tell(world, `${seconds} s pass`);
}

/** Sets the clocks of all nodes back. */
export async function setBack(world: World, wanted: number): Promise<void> {
  const { nodes, latest } = world;
  const seconds = Math.min(wanted, mostBack - (latest - nodes.now()));
  if (seconds <= 0) return;
  await nodes.forward(-seconds);
  tell(world, `all clocks are set back by ${seconds} s`);
}

/** Sets the clock of one node so many seconds behind the others'. */
export async function setBehind(world: World, number: number, seconds: number): Promise<void> {
  const { nodes } = world.nodes;
  const node = nodes[number % nodes.length];
  if (!node) return;
  await world.nodes.forward(world.nodes.now() - seconds - node.now(), node);
  tell(world, `the clock of ${node.port} is ${seconds} s behind`);
}

/** All clocks are right again, and go on where the latest of them was: nothing of this world comes back in the next one. */
export async function setRight({ nodes, latest }: World): Promise<void> {
  for (const node of nodes.nodes) if (node.now() !== nodes.now()) await nodes.forward(nodes.now() - node.now(), node);
  await nodes.forward(latest + 1 - nodes.now());
}

/** Whether all nodes have the same time. */
export const agree = ({ nodes }: World): boolean => nodes.nodes.every((node) => node.now() === nodes.now());

function tell(world: World, what: string): void {
  const { nodes } = world.nodes;
  const at = (port: number): Moment =>
    momentAt(
      world,
      nodes.find((node) => node.port === port),
    );
  for (const signIn of world.signIns) {
    signIn.history.push(`  ${what}`);
    signIn.possible = signIn.possible.map((one) => afterTime(one, at));
  }
}
