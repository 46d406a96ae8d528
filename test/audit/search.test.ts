import { expect, test } from '@jest/globals';
import { auditCollection, createAudit, type AuditEntry, type EventFilter } from '../../src/audit/index.ts';
import { temporaryStore } from '../support/store.ts';

async function room() {
  const { store, clock, remove } = await temporaryStore([auditCollection]);
  const audit = createAudit({ documents: store.documents, clock });
  const signIn = (account: string, client = 'shop') =>
    audit.record(audit.newEvent({ kind: 'account.signed_in', outcome: 'done', account, client }));
  return { clock, audit, signIn, [Symbol.asyncDispose]: remove };
}

const accounts = (events: readonly AuditEntry[]) => events.map(({ account }) => account);

test('newest first, page by page, each event once', async () => {
  await using house = await room();
  const { audit, clock, signIn } = house;
  for (let index = 0; index < 250; index++) {
    if (index % 10 === 0) clock.forward(1);
    await signIn(`a${index}`);
  }
  const seen: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = await audit.search({ limit: 40, ...(cursor && { cursor }) });
    seen.push(...accounts(page.events));
    cursor = page.cursor;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => `a${249 - index}`));
});

test('a cursor that no page ended with is refused', async () => {
  await using house = await room();
  const { audit, signIn } = house;
  await signIn('ann');
  await signIn('ann');
  const { cursor = '' } = await audit.search({ limit: 1 });
  for (const wrong of ['garbage', '', 'zzzzzzzzz', cursor.slice(1), `${cursor}x`, ` ${cursor}`]) {
    await expect(audit.search({ limit: 1, cursor: wrong })).rejects.toMatchObject({ code: 'invalid_request' });
  }
  expect((await audit.search({ limit: 1, cursor })).events).toHaveLength(1);
});

test('every filter narrows, together with the others', async () => {
  await using house = await room();
  const { audit, clock, signIn } = house;
  await signIn('ann', 'shop');
  clock.forward(100);
  const middle = clock.now();
  await signIn('ann', 'bank');
  await signIn('bob', 'bank');
  await audit.record(audit.newEvent({ kind: 'account.enabled', outcome: 'done', account: 'bob' }));
  clock.forward(100);
  await signIn('ann', 'shop');

  const found = async (filter: EventFilter & { since?: number; until?: number }) =>
    (await audit.search({ limit: 10, ...filter })).events.map(({ account, client }) => [account, client]);
  expect(await found({ account: 'ann', client: 'shop' })).toHaveLength(2);
  expect(await found({ client: 'bank', kind: 'account.signed_in' })).toEqual([
    ['bob', 'bank'],
    ['ann', 'bank'],
  ]);
  expect(await found({ since: middle, account: 'ann' })).toEqual([
    ['ann', 'shop'],
    ['ann', 'bank'],
  ]);
  expect(await found({ until: middle, kind: 'account.signed_in' })).toHaveLength(3);
  expect(await found({ since: middle, until: middle })).toHaveLength(3);
  expect(await found({ family: 'none' })).toEqual([]);
});

test('following tells each event once, as it comes', async () => {
  await using house = await room();
  const { audit, clock, signIn } = house;
  await signIn('before');
  clock.forward(10);
  const stop = new AbortController();
  const events = audit.follow({ kind: 'account.signed_in' }, { every: 5, signal: stop.signal });
  const next = async () => (await events.next()).value?.account;

  await signIn('one');
  expect(await next()).toBe('one');
  const waiting = next();
  await audit.record(audit.newEvent({ kind: 'account.enabled', outcome: 'done', account: 'one' }));
  await signIn('two');
  expect(await waiting).toBe('two');
  clock.forward(100);
  await signIn('three');
  expect(await next()).toBe('three');

  const end = events.next();
  stop.abort();
  expect((await end).done).toBe(true);
});
