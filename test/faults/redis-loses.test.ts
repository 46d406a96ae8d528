import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { startNodes, type Nodes } from '../support/nodes.ts';
import { availableProfiles } from '../support/postern.ts';
import { findProgram } from '../support/servers/found.ts';
import { strikeAtEveryPoint } from './every-point.ts';
import { losingRedis, type LosingRedis } from './redis.ts';
import { setStage, type Stage } from './stage.ts';

const there = availableProfiles().includes('mongodb+redis') && findProgram('redis-server') !== undefined;

(there ? describe : describe.skip)('Redis loses what it was given', () => {
  let redis: LosingRedis;
  let nodes: Nodes;
  let stage: Stage;
  beforeAll(async () => {
    redis = await losingRedis();
    nodes = await startNodes('mongodb+redis', { redis });
    stage = await setStage(nodes);
  }, 60_000);
  afterAll(() => nodes.stop());

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
