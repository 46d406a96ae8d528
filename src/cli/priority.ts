import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As a nice value: a tenth of the processor time of a thread that has not been set back, when both want it. */
const later = 10;

/**
 * Lets the threads that hash passwords give way to the one that answers. On two processors, with 200 sign-ins a second
 * coming in, the slowest in a hundred tokens otherwise took up to seven times as long. Those threads are also the ones
 * that sign tokens, which takes a thousandth of a hash: the turns of passwords leave some of them free for that.
 *
 * They can be told apart on Linux, where a priority is a thread's; elsewhere nothing happens. They are there once the
 * first password was hashed.
 */
export function letHashesGiveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();
      if (name === 'libuv-worker') setPriority(Number(thread), later);
    }
  } catch {
    // Without /proc, or not allowed: it goes on as before.
  }
}
