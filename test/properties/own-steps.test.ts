import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withOwnStep } from '../../src/devices/own-steps.ts';
import type { Browser } from '../../src/devices/index.ts';

const browser = { id: 'b', revision: 1, generation: 1, sessions: [], createdAt: 1, lastActiveAt: 1, removeAt: 2 };
const after = (counts: readonly number[]): Browser =>
  counts.reduce<Browser>((current, count) => withOwnStep(current, 'ann', count), browser);

const steps = (most: number) =>
  fc.integer({ min: 1, max: most }).chain((last) =>
    fc.shuffledSubarray(
      Array.from({ length: last }, (_, nth) => nth + 1),
      { minLength: last },
    ),
  );

test('own steps count in whatever order they are noted, as long as few wait, and each as often as it is told', () => {
  fc.assert(
    fc.property(steps(20), fc.array(fc.nat()), (noted, again) => {
      const told = again.reduce((all, at) => all.toSpliced(at % (all.length + 1), 0, all[at % all.length]!), noted);
      const { signOuts, ownAhead } = after(told);
      expect(signOuts?.['ann']).toBeGreaterThanOrEqual(Math.min(noted.length, 9));
      expect(ownAhead?.['ann']?.length ?? 0).toBeLessThanOrEqual(8);
    }),
  );
});

test('no step counts beyond one that was not noted', () => {
  fc.assert(
    fc.property(steps(20), fc.integer({ min: 1, max: 20 }), (noted, missing) => {
      const { signOuts } = after(noted.filter((count) => count !== missing));
      expect(signOuts?.['ann'] ?? 0).toBeLessThan(missing);
    }),
  );
});
