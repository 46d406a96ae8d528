import { expect, test } from '@jest/globals';
import { auditCollection, createAudit } from '../../src/audit/index.ts';
import { noticeOwners } from '../../src/letters/index.ts';
import { temporaryStore } from '../support/store.ts';

test('an event that several nodes tell at once is counted once, and the owner hears of the next ones', async () => {
  const { store, clock, remove } = await temporaryStore([auditCollection]);
  try {
    const audit = createAudit({ documents: store.documents, clock });
    const sent = new Map<string, unknown>();
    const listener = noticeOwners({
      rules: {} as never,
      ephemera: store.ephemera,
      outgoing: {
        isKnown: () => Promise.resolve(false),
        enqueue: (_kind: unknown, id: string, { last }: { last: boolean }) => Promise.resolve(sent.set(id, last)),
      } as never,
    });
    const reuse = () => audit.newEvent({ kind: 'token.reused', outcome: 'refused', account: 'ann', detail: {} });
    const events = [reuse(), reuse(), reuse(), reuse()];
    for (const event of events) {
      await Promise.all(Array.from({ length: 4 }, async () => listener(event)));
      await listener(event);
    }
    expect([...sent.keys()]).toEqual(events.slice(0, 3).map(({ id }) => id));
    expect([...sent.values()].at(-1)).toBe(true);
  } finally {
    await remove();
  }
});
