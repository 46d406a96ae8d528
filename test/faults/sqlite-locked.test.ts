import { DatabaseSync } from 'node:sqlite';
import { test } from '@jest/globals';
import { given, onNodes } from '../support/suite.ts';
import { strikeAtEveryPoint } from './every-point.ts';
import { setStage } from './stage.ts';

const nodes = onNodes('sqlite');
const stage = given(() => setStage(nodes));

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
