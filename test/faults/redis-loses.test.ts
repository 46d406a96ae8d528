import { describe, test } from '@jest/globals';
import { availableProfiles } from '../support/postern.ts';
import { findProgram } from '../support/servers/found.ts';
import { given, onNodes } from '../support/suite.ts';
import { strikeAtEveryPoint } from './every-point.ts';
import { losingRedis } from './redis.ts';
import { setStage } from './stage.ts';

const there = availableProfiles().includes('mongodb+redis') && findProgram('redis-server') !== undefined;

(there ? describe : describe.skip)('Redis loses what it was given', () => {
  const redis = given(losingRedis);
  const nodes = onNodes('mongodb+redis', { redis });
  const stage = given(() => setStage(nodes));

  test('everything, in the middle of everything: nobody gains by it, and people and programs can go on', async () => {
    await strikeAtEveryPoint(stage, { name: 'Redis is emptied', strike: () => redis.empty() });
  }, 120_000);

  test('what was last given, in the middle of everything: nobody gains by it, and people and programs can go on', async () => {
    await strikeAtEveryPoint(stage, {
      name: 'Redis is set back',
      note: () => redis.note(),
      strike: () => redis.setBack(),
    });
  }, 120_000);
});
