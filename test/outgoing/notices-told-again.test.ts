import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ephemera } from '../../adapters/store.ts';
import { auditCollection, createAudit, type Audit, type Listener } from '../../src/audit/index.ts';
import { noticeOwners } from '../../src/letters/index.ts';
import { temporaryStore } from '../support/store.ts';

let audit: Audit;
let listener: Listener;
let remove: () => Promise<void>;
/** The letters, by event; and of each whether it says that it is the last. */
const sent = new Map<string, boolean>();

beforeEach(async () => {
  const { store, clock, ...temporary } = await temporaryStore([auditCollection]);
  ({ remove } = temporary);
  sent.clear();
  audit = createAudit({ documents: store.documents, clock });
  listener = noticeOwners({
    rules: {} as never,
    ephemera: overtaking(store.ephemera),
    outgoing: {
      isKnown: () => Promise.resolve(false),
      enqueue: (_kind: unknown, id: string, { last }: { last: boolean }) => Promise.resolve(sent.set(id, last)),
    } as never,
  });
});

afterEach(() => remove());

const reuse = () => audit.newEvent({ kind: 'token.reused', outcome: 'refused', account: 'ann', detail: {} });

test('an event that many tell at once is counted once: the owner hears of it and of the next ones', async () => {
  const events = [reuse(), reuse(), reuse(), reuse()];
  for (const event of events) {
    await Promise.all(Array.from({ length: 8 }, async () => listener(event)));
    await listener(event);
  }
  expect([...sent.keys()]).toEqual(events.slice(0, 3).map(({ id }) => id));
  expect([...sent.values()].at(-1)).toBe(true);
});

test('of events that are told at once one letter says at least that it is the last, and of two none does', async () => {
  for (const event of [reuse(), reuse()]) await listener(event);
  expect([...sent.values()]).toEqual([false, false]);
  sent.clear();
  const atOnce = Array.from({ length: 5 }, () =>
    audit.newEvent({ kind: 'code.replayed', outcome: 'refused', account: 'ann', detail: {} }),
  );
  await Promise.all(atOnce.map(async (event) => listener(event)));
  expect(sent.size).toBe(3);
  expect([...sent.values()]).toContain(true);
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
