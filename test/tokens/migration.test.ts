import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Collection, Document } from '../../adapters/store.ts';
import { familyCollection, keepSightings } from '../../src/tokens/index.ts';
import { temporaryStore, type TemporaryStore } from '../support/store.ts';

let place: TemporaryStore;
beforeAll(async () => {
  place = await temporaryStore([familyCollection]);
});
afterAll(() => place.remove());

/** As a store of before has it. */
const before = {
  account: 'ann',
  client: 'shop',
  session: 's',
  survivesSignOut: false,
  grant: { openid: { scope: 'openid' } },
  source: { scope: 'openid' },
  sender: { authenticated: false, userAgent: 'okhttp/4.9.3' },
  generation: 2,
  keyId: 'mac-1',
  rotatedAt: 150,
  createdAt: 100,
  lastUsedAt: 150,
  first: { requestId: 'r1', address: '203.0.113.7', userAgent: 'okhttp/4.9.3' },
  last: { requestId: 'r2', address: '203.0.113.8', userAgent: 'okhttp/4.9.4' },
  idleAt: 300,
  endsAt: 900,
  removeAt: 900 + 7 * 86400,
};

test('a family of before keeps all it had, and gets what it is found by', async () => {
  const { documents } = place.store;
  const old = familyCollection as unknown as Collection<Document & Record<string, unknown>>;
  // More than one page of them.
  const many = Array.from({ length: 501 }, (_, index) => `f${String(index).padStart(3, '0')}`);
  for (const id of many) await documents.insert(old, { ...before, id });
  await documents.insert(old, { ...before, id: 'over', endedAt: 200, endReason: 'signed_out', removeAt: 700 });

  await keepSightings(documents);
  await keepSightings(documents);

  const { first: _first, last: _last, lastUsedAt: _used, removeAt: _remove, ...same } = before;
  const kept = {
    ...same,
    revision: 2,
    began: '00000255s',
    sender: { authenticated: false },
    first: { at: 100, address: '203.0.113.7', name: 'okhttp' },
    last: { at: 150, address: '203.0.113.8', name: 'okhttp' },
  };
  for (const id of ['f000', 'f499', 'f500']) {
    expect(await documents.get(old, id)).toEqual({ ...kept, id, living: 'ann shop', sweepAt: 300 });
  }
  const over = { ...kept, id: 'over', endedAt: 200, endReason: 'signed_out', sweepAt: 700 };
  expect(await documents.get(old, 'over')).toEqual(over);
});
