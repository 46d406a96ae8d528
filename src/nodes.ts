import { hostname } from 'node:os';
import { change, Duplicate, type Collection, type Document, type Documents } from '../adapters/store.ts';
import type { Clock, Seconds } from './clock.ts';
import { randomId } from './ids.ts';

/** A node that runs, or did. */
export interface RunningNode extends Document {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Seconds;
  readonly seenAt: Seconds;
}

export const nodeCollection: Collection<RunningNode> = { name: 'nodes', due: ['seenAt'], durability: 'recent' };

/** A node that has shown no life for this long is taken to have ended: it does so several times as often. */
const silence: Seconds = 60;
const forgottenAfter: Seconds = 24 * 3600;

/** Which nodes run on a store: each notes from time to time that it lives. For those who must know that none does. */
export function createNodes({ documents, clock }: { readonly documents: Documents; readonly clock: Clock }) {
  const id = randomId();
  const startedAt = clock.now();
  let running = false;
  let beating: Promise<unknown> = Promise.resolve();

  async function beat(): Promise<void> {
    const seenAt = clock.now();
    if (await change(documents, nodeCollection, id, (node) => ({ ...node, seenAt }))) return;
    const node = { id, host: hostname(), pid: process.pid, startedAt, seenAt };
    await documents.insert(nodeCollection, node).catch((error: unknown) => {
      if (!(error instanceof Duplicate)) throw error;
    });
  }

  return {
    /** From now on this is a node, and not a command that looks at the store. */
    async start(): Promise<void> {
      running = true;
      await beat();
    },

    /** Says goodbye. A node that cannot is taken for ended a minute later. */
    async stop(): Promise<void> {
      if (!running) return;
      running = false;
      // A beat under way would be the last word.
      await beating.catch(() => undefined);
      const node = await documents.get(nodeCollection, id);
      if (node) await documents.remove(nodeCollection, node);
    },

    /** Notes that this node lives, where it is one, and forgets those that ended without a word. */
    async sweep(): Promise<number> {
      if (running) await (beating = beat());
      const gone = await documents.due(nodeCollection, 'seenAt', clock.now() - forgottenAfter, 100);
      await Promise.all(gone.map((node) => documents.remove(nodeCollection, node)));
      return gone.length;
    },
  };
}

/** The nodes that showed a sign of life within the last minute. */
export async function runningNodes(documents: Documents, now: Seconds): Promise<RunningNode[]> {
  const nodes = await documents.find(nodeCollection, undefined, { limit: 1000 });
  return nodes.filter(({ seenAt }) => now - seenAt < silence);
}
