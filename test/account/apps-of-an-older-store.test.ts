import { expect, test } from '@jest/globals';
import type { Collection, Document } from '../../adapters/store.ts';
import { findApps, sessionCollection } from '../../src/devices/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import { temporaryStore } from '../support/store.ts';

test('what was signed in before apps were told apart by their device is found by it afterwards', async () => {
  const { store, remove } = await temporaryStore([sessionCollection, familyCollection]);
  const { documents } = store;
  const put = (collection: unknown, document: { readonly id: string; readonly [field: string]: unknown }) =>
    documents.insert(collection as Collection<Document>, document);
  const family = (id: string, more: object) => put(familyCollection, { id, account: 'ann', client: 'notes', ...more });
  try {
    await put(sessionCollection, { id: 'living', account: 'ann', device: 'laptop' });
    await put(sessionCollection, { id: 'ended', account: 'ann', endedAt: 1 });
    await family('one', { session: 'living' });
    await family('two', { session: 'living' });
    await family('phone', { session: 'ended' });
    await family('gone', { session: 'removed' });
    await family('alone', {});
    await family('over', { session: 'living', endedAt: 1 });
    for (let times = 0; times < 2; times += 1) await findApps(documents);
    const all = await documents.find(familyCollection, undefined, { limit: 10 });
    expect(Object.fromEntries(all.map(({ id, onDevice, revision }) => [id, [onDevice, revision]]))).toEqual({
      one: ['laptop.notes', 2],
      two: ['laptop.notes', 2],
      phone: ['ended.notes', 2],
      gone: ['removed.notes', 2],
      alone: ['alone.notes', 2],
      over: [undefined, 1],
    });
    const here = await documents.find(familyCollection, { field: 'onDevice', equals: 'laptop.notes' }, { limit: 10 });
    expect(here.map(({ id }) => id).sort()).toEqual(['one', 'two']);
  } finally {
    await remove();
  }
});
