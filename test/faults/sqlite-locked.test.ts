import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, test } from '@jest/globals';
import { startNodes, type Nodes } from '../support/nodes.ts';
import { strikeAtEveryPoint } from './every-point.ts';
import { setStage, type Stage } from './stage.ts';

let nodes: Nodes;
let stage: Stage;
beforeAll(async () => {
  nodes = await startNodes('sqlite');
  stage = await setStage(nodes);
}, 60_000);
afterAll(() => nodes.stop());

test('another writer holds the file in the middle of everything, longer than anybody waits: nothing is answered that did not happen, and all goes on', async () => {
  const other = new DatabaseSync(nodes.stores.file ?? '', { timeout: 10_000 });
  try {
    await strikeAtEveryPoint(stage, {
      name: 'another writer holds the file',
      strike: () => other.exec('BEGIN IMMEDIATE'),
      heal: () => other.exec('ROLLBACK'),
    });
  } finally {
    other.close();
  }
}, 180_000);
