import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../adapters/store.ts';
import { slotsAhead } from '../../src/protection/passes/slots.ts';
import { describeWithServers, serversSubject, sqliteSubject, type Subject } from '../contract/subject.ts';
import { testClock } from '../support/clock.ts';
import { collections, from, nodeOn } from './room.ts';
import { outcomeOf, password, refused, solve, somewhere, useUp, type Node, type Try } from './tries.ts';

/** Each node has the store open for itself, as another machine has it. */
function onTwoNodes(subject: Subject): void {
  const stores: Store[] = [];
  const clock = testClock();
  let nodes: readonly [Node, Node];
  let people = 0;

  beforeAll(async () => {
    for (let node = 0; node < 2; node += 1) stores.push(await subject.open({ collections, now: clock.now }));
    const [one, other] = stores as [Store, Store];
    nodes = [nodeOn(one, clock), nodeOn(other, clock)];
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));

  const somebody = (): Try => password({ account: `${(people += 1)}@example.com` });
  const atOnce = async (times: number, next: (nth: number) => Try): Promise<number> => {
    const outcomes = await Promise.all(
      Array.from({ length: times }, (_, nth) => outcomeOf(nodes[nth % 2 === 0 ? 0 : 1], next(nth))),
    );
    return outcomes.filter((outcome) => outcome === 'allowed').length;
  };

  test('one solution sent a thousand times at once is one try', async () => {
    const one = somebody();
    await useUp(nodes[0], () => ({ ...one, ...from(somewhere()) }));
    const pass = await solve((await refused(nodes[1], one)).offer);
    expect(await atOnce(1000, () => ({ ...one, pass }))).toBe(1);
  });

  test('a hundred solutions at once are no more tries than the block allows', async () => {
    const one = somebody();
    const before = await useUp(nodes[0], () => ({ ...one, ...from(somewhere()) }));
    const passes: Try[] = [];
    for (let count = 0; count < 130; count += 1) {
      const there = { ...one, ...from(somewhere()) };
      passes.push({ ...there, pass: await solve((await refused(nodes[count % 2 === 0 ? 0 : 1], there)).offer) });
    }
    const passed = await atOnce(passes.length, (nth) => passes[nth]!);
    expect(passed).toBeGreaterThan(0);
    expect(before + passed).toBeLessThanOrEqual(100);
  });

  test('a thousand tickets drawn at once are ten, and each is one try, one a minute', async () => {
    const one = somebody();
    await useUp(nodes[0], () => ({ ...one, ...from(somewhere()) }));
    const { queue = '' } = (await refused(nodes[1], one)).offer ?? {};
    const drawn = await Promise.all(
      Array.from({ length: 1000 }, (_, nth) =>
        nodes[nth % 2 === 0 ? 0 : 1].drawTicket(queue, `203.0.113.${nth % 200}`),
      ),
    );
    const tickets = drawn.flatMap((each) => each?.ticket ?? []);
    expect(new Set(tickets).size).toBe(slotsAhead);
    expect(tickets).toHaveLength(slotsAhead);
    clock.forward(Math.min(...drawn.map((each) => (each?.ticket === undefined ? Infinity : each.wait))));
    await useUp(nodes[0], () => ({ ...one, ...from(somewhere()) }));
    // All of them at once: the first one is ripe, and it is used once.
    expect(await atOnce(200, (nth) => ({ ...one, pass: tickets[nth % tickets.length]! }))).toBe(1);
  });
}

const sqlite = await sqliteSubject();
describe('on SQLite, two nodes', () => {
  afterAll(() => sqlite.remove());
  onTwoNodes(sqlite);
});

describeWithServers('MongoDB and Redis, two nodes', await serversSubject(), (subject) => {
  afterAll(() => subject.remove());
  onTwoNodes(subject);
});
