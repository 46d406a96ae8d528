import { setTimeout as pause } from 'node:timers/promises';
import { MongodbDocuments } from '../../adapters/mongodb/documents.ts';
import { SqliteDocuments } from '../../adapters/sqlite/documents.ts';
import type { Documents } from '../../adapters/store.ts';

const steps = ['get', 'find', 'insert', 'replace', 'remove'] as const satisfies readonly (keyof Documents)[];

/** How often there is a pause, of 1: rare enough that most requests go at full speed, past those that wait. */
const share = 0.15;

type Step = (this: Documents, ...given: never[]) => Promise<unknown>;

/**
 * Lets this process dawdle at random just before and just after its steps on documents. What lies between a look and the
 * step that follows from it is then long enough for the requests of other nodes to come in between.
 *
 * @param longest milliseconds
 */
export function dawdle(longest: number): void {
  for (const { prototype } of [SqliteDocuments, MongodbDocuments]) {
    for (const name of steps) {
      const step = prototype[name] as Step;
      const slow = async function (this: Documents, ...given: never[]): Promise<unknown> {
        if (Math.random() < share) await pause(Math.random() * longest);
        try {
          return await step.apply(this, given);
        } finally {
          if (Math.random() < share) await pause(Math.random() * longest);
        }
      };
      Object.defineProperty(prototype, name, { value: slow });
    }
  }
}
