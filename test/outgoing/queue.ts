import { afterEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  outgoingCollection,
  outgoingKind,
  Undelivered,
  usualPace,
  type Attempting,
  type Pace,
} from '../../src/outgoing/index.ts';
import type { Subject } from '../contract/subject.ts';
import { testClock } from '../support/clock.ts';
import { eventually } from '../support/eventually.ts';
import { parcel, postOffice, type Parcel, type PostOffice } from './room.ts';

/** What must hold of everything that goes out, whatever database keeps it. */
export function outgoingContract(subject: Subject): void {
  const opened: PostOffice[] = [];
  afterEach(async () => {
    for (const office of opened.splice(0)) await office.close();
    // What one test left, another would be told to send.
    const store = await subject.open({ collections: [outgoingCollection] });
    for (;;) {
      const left = await store.documents.find(outgoingCollection, undefined, { limit: 1000 });
      if (left.length === 0) break;
      await Promise.all(left.map((entry) => store.documents.remove(outgoingCollection, entry)));
    }
    await store.close();
  }, 60_000);

  async function office(
    attempt?: Attempting<Parcel>['attempt'],
    options: { readonly clock?: PostOffice['clock']; readonly pace?: Partial<Pace> } = {},
  ): Promise<PostOffice> {
    const one = await postOffice(subject, attempt, options);
    opened.push(one);
    return one;
  }

  const entryOf = ({ store }: PostOffice, id: string) => store.documents.get(outgoingCollection, `parcel.${id}`);
  const triesOf = async (one: PostOffice, id: string) => (await entryOf(one, id))?.tries;
  /** Nothing of a test may be due in the next one. */
  const settle = (one: PostOffice, id: string) =>
    eventually(async () => expect((await entryOf(one, id))?.removeAt).toBeDefined());

  test('what is enqueued is tried at once; the same thing twice is one, also when it has gone out', async () => {
    const tried: string[] = [];
    const one = await office(async (_, { id }) => void tried.push(id));
    const id = randomUUID();
    await Promise.all(Array.from({ length: 20 }, () => one.outgoing.enqueue(parcel, id, { to: 'a' })));
    await settle(one, id);
    await one.outgoing.enqueue(parcel, id, { to: 'a' });
    await one.outgoing.sweep();
    await one.outgoing.stop();
    expect(tried).toEqual([`parcel.${id}`]);
    expect(await one.outgoing.isKnown(parcel, id)).toBe(true);
  });

  test('what went out is kept for a day with nothing in it, and then removed', async () => {
    const one = await office(async () => undefined);
    const id = randomUUID();
    await one.outgoing.enqueue(parcel, id, { to: 'somebody' });
    await settle(one, id);
    expect(JSON.stringify(await entryOf(one, id))).not.toContain('somebody');
    one.clock.forward(24 * 3600 - 5);
    await one.outgoing.sweep();
    expect(await entryOf(one, id)).toBeDefined();
    one.clock.forward(10);
    await one.outgoing.sweep();
    expect(await entryOf(one, id)).toBeUndefined();
  });

  test('two nodes that sweep at the same time work on no entry twice', async () => {
    const clock = testClock();
    const tried: string[] = [];
    const attempt: Attempting<Parcel>['attempt'] = async (_, { id }) => {
      tried.push(id);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const desk = await office(undefined, { clock });
    const ids = Array.from({ length: 200 }, () => randomUUID());
    await Promise.all(ids.map((id, index) => desk.outgoing.enqueue(parcel, id, { to: `t${index % 40}` })));
    const nodes = [await office(attempt, { clock }), await office(attempt, { clock })];
    await eventually(async () => {
      await Promise.all(nodes.map((node) => node.outgoing.sweep()));
      expect(tried.length).toBeGreaterThanOrEqual(200);
    }, 30_000);
    for (const id of ids) await settle(desk, id);
    expect(tried.sort()).toEqual(ids.map((id) => `parcel.${id}`).sort());
  });

  test('a failure is tried again after pauses that grow, until it goes out', async () => {
    let fail = true;
    const one = await office(async () => {
      if (fail) throw new Undelivered('closed');
    });
    const id = randomUUID();
    await one.outgoing.enqueue(parcel, id, { to: 'a' });
    await eventually(async () => expect(await triesOf(one, id)).toBe(1));
    await eventually(() => expect(one.outgoing.queued()).toBe(0));
    await one.outgoing.sweep();
    expect(await triesOf(one, id)).toBe(1);
    expect(one.outgoing.queued()).toBe(0);

    for (const [index, pause] of [30, 120, 600].entries()) {
      one.clock.forward(7_000);
      await one.outgoing.sweep();
      await eventually(async () => {
        expect(await triesOf(one, id)).toBe(index + 2);
        const wait = ((await entryOf(one, id))?.dueAt ?? 0) - one.clock.now();
        expect(wait).toBeGreaterThanOrEqual(Math.floor(pause * 0.75));
        expect(wait).toBeLessThanOrEqual(Math.ceil(pause * 1.25));
      });
    }
    fail = false;
    one.clock.forward(7_000);
    await one.outgoing.sweep();
    await settle(one, id);
    expect(one.counted).toEqual(['enqueued', ...Array.from({ length: 4 }, () => 'failed'), 'delivered']);
    expect(one.reported).toEqual([]);
  });

  test('what is taken over from a node that stood still goes out again, and is counted once', async () => {
    const clock = testClock();
    const id = randomUUID();
    const next = await office(async () => undefined, { clock });
    const slow = await office(
      async () => {
        clock.forward(usualPace.lease + 1);
        await next.outgoing.sweep();
        await settle(next, id);
      },
      { clock },
    );
    await slow.outgoing.enqueue(parcel, id, { to: 'a' });
    await settle(next, id);
    await slow.outgoing.stop();
    expect([...slow.counted, ...next.counted].sort()).toEqual(['delivered', 'enqueued']);
  });

  test('the usual pauses add up to about a day', () => {
    const day = usualPace.pauses.reduce((sum, pause) => sum + pause, 0) / 3600;
    expect(day).toBeGreaterThan(22);
    expect(day).toBeLessThan(26);
  });

  test('what fails every time is given up, and an event says so', async () => {
    const one = await office(() => Promise.reject(new Error('a bug')), { pace: { pauses: [5, 5] } });
    const [id, to] = [randomUUID(), randomUUID()];
    await one.outgoing.enqueue(parcel, id, { to });
    for (const tries of [1, 2, 3]) {
      await eventually(async () => expect(await triesOf(one, id)).toBe(tries));
      await eventually(() => expect(one.outgoing.queued()).toBe(0));
      one.clock.forward(10);
      await one.outgoing.sweep();
    }
    await settle(one, id);
    await one.audit.idle();
    const { events } = await one.audit.search({ client: to, limit: 10 });
    expect(events).toEqual([
      expect.objectContaining({ kind: 'logout.undelivered', client: to, detail: { reason: 'failed', tries: 3 } }),
    ]);
    expect(one.reported).toEqual(
      Array.from({ length: 3 }, () => [new Error('a bug'), { kind: 'parcel', reason: 'failed' }]),
    );
    expect(one.counted.at(-1)).toBe('given_up');
  });

  test('a refusal that is final is not tried again', async () => {
    const one = await office(() => Promise.reject(new Undelivered('refused', { final: true })));
    const [id, to] = [randomUUID(), randomUUID()];
    await one.outgoing.enqueue(parcel, id, { to });
    await settle(one, id);
    await one.audit.idle();
    const { events } = await one.audit.search({ client: to, limit: 10 });
    expect(events.map(({ detail }) => detail)).toEqual([{ reason: 'refused', tries: 1 }]);
  });

  test('what a node held that died is taken over when its claim is over, and not before', async () => {
    const clock = testClock();
    const dead = await office(() => new Promise(() => undefined), { clock });
    const tried: string[] = [];
    const living = await office(async (_, { id }) => void tried.push(id), { clock });
    const id = randomUUID();
    await dead.outgoing.enqueue(parcel, id, { to: 'a' });
    await eventually(async () => expect(await triesOf(dead, id)).toBe(1));
    clock.forward(59);
    await living.outgoing.sweep();
    await eventually(() => expect(living.outgoing.queued()).toBe(0));
    expect(tried).toEqual([]);
    clock.forward(2);
    await living.outgoing.sweep();
    await settle(living, id);
    expect(tried).toEqual([`parcel.${id}`]);
    // The dead one's attempt never ends: only its store is closed.
    opened.splice(opened.indexOf(dead), 1);
    await dead.store.close();
  });

  test('one that was cut off in every try is given up too', async () => {
    const clock = testClock();
    const desk = await office(undefined, { clock });
    const id = randomUUID();
    const entry = {
      id: `parcel.${id}`,
      kind: 'parcel',
      payload: { to: id },
      tries: 3,
      createdAt: 0,
      dueAt: clock.now(),
    };
    await desk.store.documents.insert(outgoingCollection, entry);
    const tried: string[] = [];
    const node = await office(async () => void tried.push(id), { clock, pace: { pauses: [5, 5] } });
    await node.outgoing.sweep();
    await settle(node, id);
    expect(tried).toEqual([]);
    await node.audit.idle();
    const { events } = await node.audit.search({ client: id, limit: 10 });
    expect(events.map(({ detail }) => detail)).toEqual([{ reason: 'cut_off', tries: 3 }]);
  });

  test('an attempt that takes too long has failed, and its turn is over', async () => {
    const one = await office(({ to }) => (to === 'slow' ? new Promise(() => undefined) : Promise.resolve()), {
      pace: { limit: 50, perTarget: 1 },
    });
    const [slow, next] = [randomUUID(), randomUUID()];
    await one.outgoing.enqueue(parcel, slow, { to: 'slow' });
    await one.outgoing.enqueue(parcel, next, { to: 'slow' });
    await eventually(async () => expect(await triesOf(one, next)).toBe(1));
    await eventually(() => expect(one.outgoing.queued()).toBe(0));
  });

  test('a target that hangs holds up no other, however much waits for it', async () => {
    const clock = testClock();
    const running = new Map<string, number>();
    let most = 0;
    const going = Promise.withResolvers<undefined>();
    const attempt: Attempting<Parcel>['attempt'] = async ({ to }) => {
      running.set(to, (running.get(to) ?? 0) + 1);
      most = Math.max(most, running.get(to) ?? 0);
      if (to === 'hangs') await going.promise;
      running.set(to, (running.get(to) ?? 0) - 1);
    };
    const desk = await office(undefined, { clock });
    // More than one look at what is due can see.
    const many = Array.from({ length: 1100 }, () => randomUUID());
    await Promise.all(many.map((id) => desk.outgoing.enqueue(parcel, id, { to: 'hangs' })));
    clock.forward(1);
    const other = randomUUID();
    await desk.outgoing.enqueue(parcel, other, { to: 'well' });

    const node = await office(attempt, { clock });
    try {
      await node.outgoing.sweep();
      await settle(node, other);
      const later = randomUUID();
      await node.outgoing.enqueue(parcel, later, { to: 'well too' });
      await settle(node, later);
      expect(running.get('hangs')).toBe(usualPace.perTarget);
      expect(node.outgoing.late()).toBe(1);
    } finally {
      going.resolve(undefined);
    }
    // Then it gets what waits for it, as fast as it takes it.
    const delivered = () => node.counted.filter((outcome) => outcome === 'delivered').length;
    await eventually(async () => {
      clock.forward(10);
      await node.outgoing.sweep();
      expect(delivered()).toBeGreaterThan(300);
    }, 60_000);
    expect(most).toBe(usualPace.perTarget);
    expect(node.counted.filter((outcome) => outcome === 'failed')).toEqual([]);
  }, 120_000);

  test('five targets that hang leave room for others: at once, and for many at the next look', async () => {
    const clock = testClock();
    const hung = new Map<string, number>();
    const going = Promise.withResolvers<undefined>();
    const node = await office(
      async ({ to }) => {
        if (!to.startsWith('hangs')) return;
        hung.set(to, (hung.get(to) ?? 0) + 1);
        await going.promise;
      },
      { clock },
    );
    try {
      for (const to of ['hangs 1', 'hangs 2', 'hangs 3', 'hangs 4', 'hangs 5']) {
        await Promise.all(Array.from({ length: 200 }, () => node.outgoing.enqueue(parcel, randomUUID(), { to })));
      }
      await eventually(() => expect([...hung.values()]).toEqual(Array.from({ length: 5 }, () => usualPace.perTarget)));
      expect(node.outgoing.queued()).toBe(usualPace.waiting + 5 * usualPace.perTarget);
      const one = randomUUID();
      await node.outgoing.enqueue(parcel, one, { to: 'well' });
      await settle(node, one);

      clock.forward(1);
      const many = Array.from({ length: 80 }, () => randomUUID());
      await Promise.all(many.map((id) => node.outgoing.enqueue(parcel, id, { to: 'well too' })));
      await node.outgoing.sweep();
      for (const id of many) await settle(node, id);
      expect(node.outgoing.queued()).toBeLessThanOrEqual(usualPace.waiting + 5 * usualPace.perTarget);
    } finally {
      going.resolve(undefined);
    }
  }, 60_000);

  test('what is of another kind waits for none of a hundred targets that hang', async () => {
    const clock = testClock();
    const card = outgoingKind<Parcel>('card');
    const turns: (() => void)[] = [];
    const node = await office(() => new Promise<void>((resolve) => void turns.push(resolve)), { clock });
    node.outgoing.handle(card, {
      target: ({ to }) => to,
      attempt: () => Promise.resolve(),
      undelivered: (_, detail) => node.audit.newEvent({ kind: 'logout.undelivered', outcome: 'refused', detail }),
    });
    try {
      for (let each = 0; each < 5; each += 1) {
        const targets = Array.from({ length: 100 }, (_, nth) => `hangs ${nth}`);
        await Promise.all(targets.map((to) => node.outgoing.enqueue(parcel, randomUUID(), { to })));
      }
      await eventually(() => expect(turns).toHaveLength((usualPace.atOnce * 7) / 8));
      const ids = Array.from({ length: 50 }, () => randomUUID());
      await Promise.all(ids.map((id) => node.outgoing.enqueue(card, id, { to: 'well' })));
      for (const id of ids) {
        const entry = () => node.store.documents.get(outgoingCollection, `card.${id}`);
        await eventually(async () => expect((await entry())?.removeAt).toBeDefined());
      }
    } finally {
      await eventually(() => {
        for (const turn of turns.splice(0)) turn();
        expect(node.outgoing.queued()).toBe(0);
      }, 30_000);
    }
  }, 60_000);

  test('what this node does not know how to attempt waits for one that does', async () => {
    const clock = testClock();
    const tried: string[] = [];
    const desk = await office(undefined, { clock });
    const id = randomUUID();
    await desk.outgoing.enqueue(parcel, id, { to: 'a' });
    expect(await desk.outgoing.sweep()).toBe(0);
    const node = await office(async (_, about) => void tried.push(about.id), { clock });
    await node.outgoing.sweep();
    await settle(node, id);
    expect(tried).toEqual([`parcel.${id}`]);
  });

  test('a node that stops waits for what it has begun, and leaves the rest in the store', async () => {
    const going = Promise.withResolvers<undefined>();
    const one = await office(() => going.promise, { pace: { perTarget: 1 } });
    const [begun, waiting] = [randomUUID(), randomUUID()];
    await one.outgoing.enqueue(parcel, begun, { to: 'a' });
    await eventually(async () => expect(await triesOf(one, begun)).toBe(1));
    await one.outgoing.enqueue(parcel, waiting, { to: 'a' });
    const stopped = one.outgoing.stop();
    going.resolve(undefined);
    await stopped;
    expect((await entryOf(one, begun))?.removeAt).toBeDefined();
    expect(await entryOf(one, waiting)).toMatchObject({ tries: 0, payload: { to: 'a' } });
    const next = await office(async () => undefined, { clock: one.clock });
    await next.outgoing.sweep();
    await settle(next, waiting);
  });
}
