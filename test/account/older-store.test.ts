import { expect, test } from '@jest/globals';
import type { Collection, Document } from '../../adapters/store.ts';
import { findSessions, sessionCollection } from '../../src/devices/index.ts';
import { familyCollection, findHeld, findLasting, findSignedIn } from '../../src/tokens/index.ts';
import { temporaryStore } from '../support/store.ts';

test('what was signed in before devices were shown is found afterwards, and what had ended is not', async () => {
  const { store, remove } = await temporaryStore([sessionCollection, familyCollection]);
  const { documents } = store;
  const put = (collection: unknown, document: Document | { readonly id: string }) =>
    documents.insert(collection as Collection<Document>, document);
  try {
    const origin = { requestId: 'r', userAgent: 'Firefox' };
    await put(sessionCollection, { id: 'living', account: 'ann', origin } as { id: string });
    await put(sessionCollection, { id: 'ended', account: 'ann', origin, endedAt: 1 } as { id: string });
    await put(sessionCollection, { id: 'nobody', origin } as { id: string });
    const family = (id: string, more: object) =>
      put(familyCollection, { id, account: 'ann', ...more } as { id: string });
    await family('phone', { survivesSignOut: true, session: 'living' });
    await family('site', { survivesSignOut: false, session: 'living' });
    await family('machine', { survivesSignOut: false });
    await family('old', { survivesSignOut: true, endedAt: 1 });
    await family('over', { survivesSignOut: false, session: 'living', endedAt: 1 });
    for (let times = 0; times < 2; times += 1) {
      await findSessions(documents);
      await findLasting(documents);
      await findSignedIn(documents);
      await findHeld(documents);
    }
    const sessions = await documents.find(sessionCollection, { field: 'signedIn', equals: 'ann' }, { limit: 10 });
    expect(sessions).toMatchObject([{ id: 'living', device: 'living', last: origin, revision: 2 }]);
    const families = await documents.find(familyCollection, { field: 'lasting', equals: 'ann' }, { limit: 10 });
    expect(families).toMatchObject([{ id: 'phone', revision: 3 }]);
    const all = await documents.find(familyCollection, { field: 'signedIn', equals: 'ann' }, { limit: 10 });
    expect(all).toMatchObject([{ id: 'machine' }, { id: 'phone' }, { id: 'site' }]);
    const held = await documents.find(familyCollection, { field: 'heldBy', equals: 'living' }, { limit: 10 });
    expect(held).toMatchObject([{ id: 'site', revision: 3 }]);
  } finally {
    await remove();
  }
});
