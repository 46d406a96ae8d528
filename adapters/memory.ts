import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** Collections after which V8 gives up the compiled form of a function that was not called in between: its own, and the least. */
const [usualAge, leastAge] = [6, 1];

/** By how much the heap may grow, in percent of what lives in it, before V8 looks for garbage in all of it. */
const growth = 200;

/**
 * Gives back what only the start of this thread needed: parsed sources, code that runs once, settings, the young generation
 * as it grew meanwhile. V8 would keep those (25 MiB in the main thread) until there is something else to do. Holds the thread up for
 * a tenth of a second, once.
 */
export function giveBackMemory(): void {
  // Not taken back: the flag is one for all threads, and another may be between these two lines.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as CollectGarbage;
  setFlagsFromString(`--bytecode-old-age=${leastAge}`);
  // Twice: what the first one finds to be of no use any more, the second one frees.
  for (let pass = 0; pass < 2; pass += 1) collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  setFlagsFromString(`--bytecode-old-age=${usualAge}`);
  // After these V8 thinks that collections are all that is done here, and makes one for each tenth that the heap grows:
  // each holds up whoever is being answered, by 10 to 20 ms.
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}
