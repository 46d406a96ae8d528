/** The order of the suites: what takes longest begins first, and does not go on alone when all others have ended. */
import { createRequire } from 'node:module';
import type TestSequencer from '@jest/test-sequencer';

// What its types call a module is a class where Node imports it, and the other way round.
const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer') as typeof TestSequencer;
type Tests = Parameters<InstanceType<typeof Sequencer>['sort']>[0];

const longest = [
  'test/properties/families.test.ts',
  'test/pages/accessibility.test.ts',
  'test/flows/back-channel-logout.test.ts',
  'test/faults/servers-gone.test.ts',
  'test/flows/lifetimes.test.ts',
];

const rank = (path: string): number => {
  const place = longest.findIndex((name) => path.endsWith(name));
  return place < 0 ? longest.length : place;
};

export default class LongestFirst extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    return (await super.sort(tests)).toSorted((one, other) => rank(one.path) - rank(other.path));
  }
}
