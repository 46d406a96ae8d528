import type { Migration } from '../../adapters/migrations.ts';
import { findPasswordCosts } from '../accounts/index.ts';
import { findApps, findSessions } from '../devices/index.ts';
import { findHeld, findLasting, findSignedIn, keepSightings } from '../tokens/index.ts';

/**
 * How a store of an older program becomes one of this program, oldest first. A released migration is never changed: a
 * new one is added after it.
 */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'sightings of families, and what finds the living ones', run: keepSightings },
  {
    number: 2,
    name: 'what finds the living sessions, and the apps that outlive them',
    async run(documents) {
      await findSessions(documents);
      await findLasting(documents);
    },
  },
  { number: 3, name: 'what finds the living sign-ins of an account', run: findSignedIn },
  { number: 4, name: 'what finds the accounts by the cost of their hashes', run: findPasswordCosts },
  { number: 5, name: 'what finds an app on its device', run: findApps },
  { number: 6, name: 'what finds the apps that go with a session', run: findHeld },
];
