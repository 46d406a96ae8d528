import { expect, test } from '@jest/globals';
import type { Collection, Document } from '../../adapters/store.ts';
import { findAppsOnDevices, sessionCollection } from '../../src/devices/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import { temporaryStore } from '../support/store.ts';

test('an app that outlives its session knows its device afterwards, where the session says it', async () => {
  const { store, remove } = await temporaryStore([sessionCollection, familyCollection]);
  const { documents } = store;
  const put = (collection: unknown, document: object) =>
    documents.insert(collection as Collection<Document>, document as Document);
  try {
    await put(sessionCollection, { id: 'living', device: 'laptop' });
    await put(sessionCollection, { id: 'ended', endedAt: 1 });
    await put(sessionCollection, { id: 'alone', device: 'alone' });
    const lasting = { survivesSignOut: true };
    await put(familyCollection, { ...lasting, id: 'phone', session: 'living' });
    await put(familyCollection, { ...lasting, id: 'over', session: 'living', endedAt: 1 });
    await put(familyCollection, { ...lasting, id: 'known', session: 'living', device: 'desk' });
    for (const session of ['ended', 'alone', 'gone']) await put(familyCollection, { ...lasting, id: session, session });
    await put(familyCollection, { id: 'site', session: 'living', survivesSignOut: false });
    for (let times = 0; times < 2; times += 1) await findAppsOnDevices(documents);
    const families = await documents.find(familyCollection, undefined, { limit: 10 });
    expect(Object.fromEntries(families.map(({ id, device, revision }) => [id, [device, revision]]))).toEqual({
      phone: ['laptop', 2],
      known: ['desk', 1],
      ...Object.fromEntries(['over', 'ended', 'alone', 'gone', 'site'].map((id) => [id, [undefined, 1]])),
    });
  } finally {
    await remove();
  }
});
