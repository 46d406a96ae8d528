import { describe, expect, test } from '@jest/globals';
import { proveAtomic } from '../../adapters/atomicity.ts';
import { scratch } from '../../adapters/scratch.ts';
import { StoreRefused } from '../../adapters/store.ts';
import { imitation, type Step } from './imitation.ts';
import { openedSqlite } from './opened-sqlite.ts';

const names = { documents: 'Imitation', ephemera: 'Copy' };

function prove(broken?: Step): Promise<void> {
  const { documents, ephemera } = imitation(broken);
  return proveAtomic(names, { documents: [documents], ephemera: [ephemera], close: () => Promise.resolve() }, 0);
}

test('a database whose steps are atomic is let pass', async () => {
  await prove();
});

test.each([
  ['insert', 'Imitation: .*insert with a unique field'],
  ['replace', 'Imitation: .*compare-and-set of a document'],
  ['remove', 'Imitation: .*removal of a document'],
  ['putIfAbsent', 'Copy: .*put if absent'],
  ['take', 'Copy: .*take'],
  ['replaceEphemeron', 'Copy: .*compare-and-set of an ephemeron'],
  ['increment', 'Copy: .*counter'],
] as const)('a database whose %s is a read and then a write is refused by name', async (broken, message) => {
  const refused = prove(broken);
  await expect(refused).rejects.toThrow(StoreRefused);
  await expect(refused).rejects.toThrow(new RegExp(message));
});

describe('on SQLite', () => {
  const opened = openedSqlite();

  test('the proof leaves nothing behind', async () => {
    const { documents, check } = opened.store;
    expect(await documents.find(scratch, undefined, { limit: 10 })).toEqual([]);
    await check();
    expect(await documents.find(scratch, undefined, { limit: 10 })).toEqual([]);
  });

  test('what a crash left of a proof is cleared by a later one', async () => {
    await opened.store.documents.insert(scratch, { id: 'left', madeAt: opened.clock.now() });
    opened.clock.forward(7200);
    const later = await opened.open();
    expect(await later.documents.get(scratch, 'left')).toBeUndefined();
    await later.close();
  });
});
