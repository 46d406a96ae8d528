import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Ephemera } from '../../adapters/store.ts';
import { auditCollection, createAudit } from '../../src/audit/index.ts';
import { noticeOwners } from '../../src/letters/index.ts';
import { temporaryStore } from '../support/store.ts';

test('an event that many tell at once is counted once: the owner hears of it and of the next ones', async () => {
  const { store, clock, remove } = await temporaryStore([auditCollection]);
  try {
    const audit = createAudit({ documents: store.documents, clock });
    const sent = new Map<string, unknown>();
    const listener = noticeOwners({
      rules: {} as never,
      ephemera: overtaking(store.ephemera),
      outgoing: {
        isKnown: () => Promise.resolve(false),
        enqueue: (_kind: unknown, id: string, { last }: { last: boolean }) => Promise.resolve(sent.set(id, last)),
      } as never,
    });
    const reuse = () => audit.newEvent({ kind: 'token.reused', outcome: 'refused', account: 'ann', detail: {} });
    const events = [reuse(), reuse(), reuse(), reuse()];
    for (const event of events) {
      await Promise.all(Array.from({ length: 8 }, async () => listener(event)));
      await listener(event);
    }
    expect([...sent.keys()]).toEqual(events.slice(0, 3).map(({ id }) => id));
    expect([...sent.values()].at(-1)).toBe(true);
  } finally {
    await remove();
  }
});

/** As where several connections lead to it: what is asked first is not always answered first. */
const overtaking = (ephemera: Ephemera): Ephemera =>
  new Proxy(ephemera, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as (...all: unknown[]) => unknown;
      return async (...all: unknown[]) => {
        await pause(Math.random() * 10);
        return method.apply(target, all);
      };
    },
  });
