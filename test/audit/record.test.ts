import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auditCollection, catalogue, createAudit, eventKinds, type Event } from '../../src/audit/index.ts';
import { networkOf } from '../../src/whereabouts/index.ts';
import { temporaryStore } from '../support/store.ts';

async function room() {
  const { store, clock, remove } = await temporaryStore([auditCollection]);
  const { documents } = store;
  return { documents, clock, audit: createAudit({ documents, clock }), [Symbol.asyncDispose]: remove };
}

test('an act is kept before it is answered, and for as long as the catalogue says', async () => {
  await using house = await room();
  const { documents, clock, audit } = house;
  await audit.record(audit.newEvent({ kind: 'token.issued', outcome: 'done', client: 'shop' }));
  const entries = () => documents.find(auditCollection, undefined, { limit: 10 });
  expect(await entries()).toEqual([
    expect.objectContaining({ client: 'shop', expiresAt: clock.now() + catalogue['token.issued'].keep * 86400 }),
  ]);

  clock.forward(catalogue['token.issued'].keep * 86400 - 1);
  await audit.sweep(clock.now());
  expect(await entries()).toHaveLength(1);
  clock.forward(1);
  await audit.sweep(clock.now());
  expect(await entries()).toEqual([]);
});

test('what is only counted is told and not kept', async () => {
  await using house = await room();
  const { documents, audit } = house;
  const heard: Event[] = [];
  const stop = audit.listen((event) => void heard.push(event));
  await audit.record(audit.newEvent({ kind: 'token.introspected', outcome: 'done', detail: { active: true } }));
  stop();
  await audit.record(audit.newEvent({ kind: 'token.introspected', outcome: 'done' }));
  expect(heard).toHaveLength(1);
  expect(await documents.find(auditCollection, undefined, { limit: 10 })).toEqual([]);
});

test('an event holds nothing but its own fields and the detail that the catalogue names', async () => {
  await using house = await room();
  const { audit } = house;
  const anything = fc.dictionary(fc.string(), fc.anything());
  fc.assert(
    fc.property(fc.constantFrom(...eventKinds), anything, anything, (kind, detail, extra) => {
      const named: readonly string[] = catalogue[kind].detail;
      const spread = { ...extra, ...Object.fromEntries(named.map((field) => [field, extra[field] ?? 'x'])), ...detail };
      const draft = { password: 'hunter2', ...detail, kind, outcome: 'done', detail: spread, account: 'a' } as const;
      // What a careless caller does in spite of the types.
      const event = audit.newEvent(draft);
      const own = ['id', 'kind', 'at', 'outcome', 'account', 'client', 'family', 'session', 'origin', 'detail'];
      expect(own).toEqual(expect.arrayContaining(Object.keys(event)));
      expect(named).toEqual(expect.arrayContaining(Object.keys(event.detail ?? {})));
      for (const value of Object.values(event.detail ?? {})) {
        expect(['string', 'number', 'boolean']).toContain(typeof value);
      }
    }),
  );
});

test('text from outside is cut and cannot act on the terminal that shows it', async () => {
  await using house = await room();
  const { audit } = house;
  const { origin, detail } = audit.newEvent({
    kind: 'account.sign_in_refused',
    outcome: 'refused',
    origin: { requestId: 'r', userAgent: `\u001b]0;owned\u0007\u009b2J\n\u202e${'x'.repeat(1000)}` },
    detail: { reason: 'a\r\nb' },
  });
  expect(origin?.userAgent).toMatch(/^\ufffd\]0;owned\ufffd\ufffd2J\ufffd\ufffdx+$/u);
  expect(origin?.userAgent).toHaveLength(400);
  expect(detail).toEqual({ reason: 'a\ufffd\ufffdb' });
});

test('a sweep removes all that has expired, however much came at once', async () => {
  await using house = await room();
  const { documents, clock, audit } = house;
  const issue = () => audit.record(audit.newEvent({ kind: 'token.issued', outcome: 'done' }));
  await Promise.all(Array.from({ length: 1100 }, issue));
  clock.forward(31 * 86400);
  await issue();
  expect(await audit.sweep(clock.now())).toBe(1100);
  expect(await documents.find(auditCollection, undefined, { limit: 10 })).toHaveLength(1);
});

test('an address is kept whole for its time, and then its network only', async () => {
  const { store, clock, remove } = await temporaryStore([auditCollection]);
  const { documents } = store;
  const audit = createAudit({ documents, clock, privacy: { kept: 7 * 86400, shorten: networkOf } });
  const from = (address: string, kind: 'account.signed_in' | 'token.issued' = 'account.signed_in') =>
    audit.record(audit.newEvent({ kind, outcome: 'done', origin: { requestId: 'r', address, userAgent: 'Firefox' } }));
  const addresses = async () =>
    (await documents.find(auditCollection, undefined, { limit: 10 })).map(({ origin }) => origin?.address);
  try {
    await from('203.0.113.77');
    await from('2001:db8:1:2::3');
    clock.forward(7 * 86400 - 1);
    await audit.sweep(clock.now());
    expect(await addresses()).toEqual(['203.0.113.77', '2001:db8:1:2::3']);
    clock.forward(1);
    await from('198.51.100.9');
    await audit.sweep(clock.now());
    expect(await addresses()).toEqual(['203.0.113.0/24', '2001:db8:1::/48', '198.51.100.9']);
    expect(await audit.sweep(clock.now())).toBe(0);
    const [first] = await documents.find(auditCollection, undefined, { limit: 1 });
    expect(first?.origin).toMatchObject({ requestId: 'r', userAgent: 'Firefox' });
  } finally {
    await remove();
  }
});
