import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { availableProfiles } from '../support/postern.ts';
import { given, onNodes } from '../support/suite.ts';
import { sessionLifetime } from './families/apps.ts';
import { kept } from './families/kept.ts';
import { newTally, play } from './families/run.ts';
import { sequences } from './families/sequence.ts';
import { install } from './families/world.ts';

/** Over all profiles. Nightly: POSTERN_TEST_SEQUENCES=5000. */
const wanted = Number(process.env['POSTERN_TEST_SEQUENCES'] ?? 200);
/** By day the same sequences each time, which still overlap as chance has it; at night others. */
const seed =
  process.env['POSTERN_TEST_SEED'] ?? (process.env['POSTERN_TEST_SEQUENCES'] === undefined ? '7' : undefined);
const profiles = availableProfiles();

describe.each(profiles)('on %s', (profile) => {
  const settings = ['sessionIdle', 'sessionAbsolute'].map((name) => `lifetimes.${name}=${sessionLifetime}`);
  const nodes = onNodes(profile, { count: 3, still: true, dawdle: 6, settings });
  const installation = given(() => install(nodes));
  const tally = newTally();

  test.each(Object.entries(kept))('never again: %s', async (_defect, sequence) => {
    for (let times = 0; times < 5; times += 1) await play(installation, sequence, tally);
  });

  test(
    'whatever happens in whichever order, every sign-in does what the specification says',
    async () => {
      const runs = Math.ceil(wanted / profiles.length);
      const property = fc.asyncProperty(sequences, (sequence) => play(installation, sequence, tally));
      await fc.assert(property, {
        numRuns: runs,
        includeErrorInReport: true,
        ...(seed !== undefined && { seed: Number(seed) }),
      });
      console.info(`Families on ${profile}: ${JSON.stringify(tally)}`);
      // What it is for has happened: else it would have proven nothing.
      expect(Object.keys(tally.ends)).toEqual(
        expect.arrayContaining([
          'living',
          'token_reused',
          'code_replayed',
          'rule_violated',
          'token_revoked',
          'signed_out',
        ]),
      );
      expect(tally.declined).toBeGreaterThan(0);
    },
    120_000 + wanted * 2_000,
  );

  test('no node has failed', () => {
    const failures = nodes.nodes.flatMap((node) => node.log()).filter(({ status }) => Number(status) >= 500);
    expect(failures.filter(({ status }) => status !== 503)).toEqual([]);
    expect(tally.failedStarts).toEqual([]);
  });
});
