/** A node in a process of its own: sweeps without a pause, and prints the id of each entry that it attempts. */
import { setTimeout as pause } from 'node:timers/promises';
import { openStore, type StoreLocation } from '../../adapters/open.ts';
import { systemClock } from '../../src/clock.ts';
import { postOffice } from './room.ts';

// A short lease, so that nobody waits a minute for what a killed process held.
const location = JSON.parse(process.argv[2] ?? '') as StoreLocation;
const defaults = { collections: [], migrations: [], now: systemClock.now, warn: () => undefined };
const { outgoing } = await postOffice(
  { open: (options) => openStore(location, { ...defaults, ...options }) },
  async (_, { id }) => {
    process.stdout.write(`${id}\n`);
    // Long enough to be killed in the middle.
    await pause(500);
  },
  { clock: { ...systemClock, forward: () => undefined }, pace: { lease: 5, limit: 3000 } },
);
for (;;) {
  await outgoing.sweep();
  await pause(20);
}
