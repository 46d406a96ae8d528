import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../adapters/store.ts';
import type { Offer } from '../../src/protection/index.ts';
import { doublingsAfter, isEnough } from '../../src/protection/passes/difficulty.ts';
import { goodFor, ripeAt, ripenessOf, slotLength, slotsAhead, slotsFrom } from '../../src/protection/passes/slots.ts';
import { describeWithServers, serversSubject, sqliteSubject, type Subject } from '../contract/subject.ts';
import { testClock } from '../support/clock.ts';
import { collections, from, nodeOn, room } from './room.ts';

type Node = ReturnType<typeof nodeOn>;
type Try = Parameters<Node['attempt']>[0];

const minute = 60;
const day = 24 * 3600;

/** A new network each time. */
let networks = 0;
const somewhere = (): string => `${1 + (++networks % 200)}.${(networks >> 8) & 255}.${networks & 255}.1`;

const home = '203.0.113.7';
const password = (more: Partial<Try> = {}): Try => ({
  kind: 'password',
  account: 'a@example.com',
  ...from(home),
  ...more,
});

/** Does the work of an offer as a browser does. */
async function solve(offer: Offer | undefined, work = offer?.work): Promise<string> {
  const solution = await solveChallenge({ challenge: work!, deriveKey });
  return JSON.stringify({ challenge: work, solution });
}

/** Wrong passwords from everywhere until no more are taken. @returns how many there were */
async function useUp(node: Node, next: () => Try = () => password(from(somewhere()))): Promise<number> {
  for (let count = 0; ; count += 1) {
    const attempt = await node.attempt(next());
    if (attempt.outcome === 'refused') return count;
    await attempt.failed();
  }
}

async function refused(node: Node, one: Try) {
  const attempt = await node.attempt(one);
  if (attempt.outcome !== 'refused') throw new Error('it was not refused');
  return attempt;
}

async function outcomeOf(node: Node, one: Try): Promise<string> {
  const attempt = await node.attempt(one);
  if (attempt.outcome === 'allowed') await attempt.failed();
  return attempt.outcome;
}

describe('how hard the work is', () => {
  test('it doubles with what was solved here, to 16-fold at most, and never becomes less', () => {
    expect([0, 2, 3, 6, 11, 12, 1000].map((here) => doublingsAfter({ here, network: here }))).toEqual([
      0, 0, 1, 2, 3, 4, 4,
    ]);
    expect(doublingsAfter({ here: 0, network: 60 })).toBe(2);
    const count = fc.nat(1000);
    fc.assert(
      fc.property(count, count, count, (here, network, more) => {
        const now = doublingsAfter({ here, network });
        expect(doublingsAfter({ here: here + more, network: network + more })).toBeGreaterThanOrEqual(now);
        expect(isEnough(now, { here, network })).toBe(true);
      }),
    );
  });

  test('cheap work that was collected before is not enough afterwards', () => {
    expect(isEnough(0, { here: 3, network: 3 })).toBe(true);
    expect(isEnough(0, { here: 6, network: 6 })).toBe(false);
  });
});

test('a ticket of the queue ripens once a slot, is good for a while, and nobody queues for longer than that', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000, max: 4_000_000_000 }), (now) => {
      const slots = slotsFrom(now);
      expect(new Set(slots).size).toBe(slotsAhead);
      const waits = slots.map((slot) => ripeAt(slot) - now);
      expect(waits[0]).toBeGreaterThan(slotLength);
      expect(waits.at(-1)).toBeLessThanOrEqual((slotsAhead + 1) * slotLength);
      for (const slot of slots) {
        expect(ripenessOf(slot, now)).toMatchObject({ is: 'early', wait: ripeAt(slot) - now });
        // What can be drawn later is never a slot that is ripe by then: no slot is had twice.
        expect(slotsFrom(ripeAt(slot))).not.toContain(slot);
        expect(ripenessOf(slot, ripeAt(slot)).is).toBe('ripe');
        expect(ripenessOf(slot, ripeAt(slot) + goodFor - 1).is).toBe('ripe');
        expect(ripenessOf(slot, ripeAt(slot) + goodFor).is).toBe('void');
      }
    }),
  );
});

test('who is kept out by others passes with work, one try for each piece, until the day’s block', async () => {
  await using here = await room();
  const node = here.node();
  expect(await useUp(node)).toBe(10);
  let passed = 0;
  for (;;) {
    const address = somewhere();
    const { offer } = await refused(node, password(from(address)));
    if (!offer) break;
    expect(await outcomeOf(node, password({ ...from(address), pass: await solve(offer) }))).toBe('allowed');
    passed += 1;
  }
  // In all a hundred, by whichever way: nothing is offered any more, and what was solved before is worth nothing.
  expect(passed).toBe(90);
  here.clock.forward(day);
  expect(await outcomeOf(node, password())).toBe('allowed');
});

test('a right password that came by a pass is given back like any other', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  for (let count = 0; count < 5; count += 1) {
    const { offer } = await refused(node, password());
    const attempt = await node.attempt(password({ pass: await solve(offer) }));
    if (attempt.outcome === 'refused') throw new Error('refused');
    await attempt.succeeded();
  }
  const days = await node.audit.search({ kind: 'protection.used_up', limit: 10 });
  expect(days.events.map(({ detail }) => detail)).toEqual([
    { what: 'password', reason: 'account', tries: 10, seconds: minute },
  ]);
});

test('thirty of an account’s hundred are kept for who passes: strangers who do not cannot use them up', async () => {
  await using here = await room();
  const node = here.node();
  let tried = 0;
  for (let hours = 0; hours < 20; hours += 1) {
    tried += await useUp(node);
    here.clock.forward(3600);
  }
  expect(tried).toBe(70);
  const { offer } = await refused(node, password());
  expect(await outcomeOf(node, password({ pass: await solve(offer) }))).toBe('allowed');
});

test('one’s own budgets, and the mailbox of somebody else, are passed by nothing', async () => {
  await using here = await room();
  const node = here.node();
  for (const one of [
    password(),
    password({ device: 'a device' }),
    { kind: 'letter', account: 'a@example.com', ...from(home) },
    { kind: 'recovery', account: 'a@example.com', ...from(home) },
    { kind: 'client', client: 'c', ...from(home) },
  ] satisfies Try[]) {
    await useUp(node, () => one);
    expect((await refused(node, one)).offer).toBeUndefined();
  }
});

test('a network and everybody are passed too, by codes and letters as well', async () => {
  await using here = await room({ banAutomatically: false });
  const node = here.node();
  let people = 0;
  const neighbour = () => `${(people += 1)}@example.com`;
  const inNetwork = () => from(`203.0.113.${(people += 1) % 256}`);
  for (const next of [
    () => ({ kind: 'password', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'letter', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'recovery', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'code', ...inNetwork() }),
    () => ({ kind: 'password', account: neighbour(), ...from(somewhere()) }),
  ] satisfies (() => Try)[]) {
    expect(await useUp(node, next)).toBeGreaterThanOrEqual(100);
    const one = next();
    const { offer } = await refused(node, one);
    expect(await outcomeOf(node, { ...one, pass: await solve(offer) })).toBe('allowed');
    here.clock.forward(2 * day);
  }
});

test('a solution of something else, forged, changed, too old or used is worth nothing', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  await useUp(node, () => ({ kind: 'password', account: 'b@example.com', ...from(somewhere()) }));
  const { offer } = await refused(node, password());
  const good = await solve(offer);
  const { challenge, solution } = JSON.parse(good) as { challenge: Challenge; solution: { counter: number } };
  const { parameters, signature } = challenge;
  const changed = (more: object) =>
    JSON.stringify({ challenge: { parameters: { ...parameters, ...more }, signature }, solution });

  const worthless: Record<string, Try> = {
    'another account': password({ account: 'b@example.com', pass: good }),
    'another network': password({ ...from('198.51.100.7'), pass: good }),
    'another kind': { kind: 'code', ...from(home), pass: good },
    'made up': password({ pass: JSON.stringify({ challenge: { parameters, signature: '0'.repeat(64) }, solution }) }),
    'for longer': password({ pass: changed({ data: { ...parameters.data, expires: 9_999_999_999 } }) }),
    cheaper: password({ pass: changed({ keyPrefix: '00' }) }),
    'without a signature of the solution': password({ pass: changed({ keySignature: undefined }) }),
    'not solved': password({
      pass: JSON.stringify({ challenge, solution: { ...solution, derivedKey: '0'.repeat(64) } }),
    }),
    garbage: password({ pass: '{"challenge":' }),
    deep: password({ pass: '{"challenge":'.repeat(150) }),
  };
  // Codes are tried at this address so often that they need something as well.
  await useUp(node, () => ({ kind: 'code', ...from(home) }));
  for (const [what, one] of Object.entries(worthless)) {
    expect({ what, outcome: await outcomeOf(node, one) }).toEqual({ what, outcome: 'refused' });
  }
  // None of that has used it up.
  expect(await outcomeOf(node, password({ pass: good }))).toBe('allowed');
  expect(await outcomeOf(node, password({ pass: good }))).toBe('refused');

  const { offer: late } = await refused(node, password());
  const tooLate = await solve(late);
  here.clock.forward(10 * minute);
  await useUp(node);
  expect(await outcomeOf(node, password({ pass: tooLate }))).toBe('refused');
});

test('cheap work that was collected is worth less and less, while others work there', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const collected: Try[] = [];
  for (let nth = 1; nth <= 10; nth += 1) {
    const there = from(`203.0.113.${nth}`);
    const { offer } = await refused(node, password(there));
    collected.push(password({ ...there, pass: await solve(offer) }));
  }
  const outcomes: string[] = [];
  for (const one of collected) outcomes.push(await outcomeOf(node, one));
  expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(6);
  // As much as it costs by now is enough.
  const { offer } = await refused(node, password(from('203.0.113.11')));
  expect(await outcomeOf(node, password({ ...from('203.0.113.11'), pass: await solve(offer) }))).toBe('allowed');
});

test('what the next try needs is known before it, and nothing is said of what only time helps', async () => {
  await using here = await room();
  const node = here.node();
  expect(await node.ahead(password())).toBeUndefined();
  await useUp(node);
  const offer = await node.ahead(password());
  expect(await outcomeOf(node, password({ pass: await solve(offer) }))).toBe('allowed');
  await useUp(node, () => password({ device: 'a device' }));
  expect(await node.ahead(password({ device: 'a device' }))).toBeUndefined();
});

test('where nothing is full, what came with a try is not used up', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const pass = await solve(offer);
  here.clock.forward(minute);
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
  await useUp(node);
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
});

test('without proof of work there is the queue', async () => {
  await using here = await room({ workKeys: undefined });
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  expect(Object.keys(offer ?? {})).toEqual(['queue']);
});

test('a ticket is good once it is ripe, for what it was drawn for, and once', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const drawn = await node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  const pass = drawn?.ticket ?? '';
  const early = await refused(node, password({ pass }));
  expect(early.offer?.ticket).toEqual({ ticket: pass, wait: drawn?.wait });
  here.clock.forward(drawn?.wait ?? 0);
  // Full again, by then.
  await useUp(node);
  await useUp(node, () => ({ kind: 'password', account: 'b@example.com', ...from(somewhere()) }));
  expect(await outcomeOf(node, password({ account: 'b@example.com', pass }))).toBe('refused');
  expect(await outcomeOf(node, password({ ...from('198.51.100.7'), pass }))).toBe('refused');
  expect(await outcomeOf(node, password({ pass: pass.replace(/^\d+/, '1') }))).toBe('refused');
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
  expect(await outcomeOf(node, password({ pass }))).toBe('refused');

  const second = await node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  here.clock.forward((second?.wait ?? 0) + goodFor);
  await useUp(node);
  expect(await outcomeOf(node, password({ pass: second?.ticket ?? '' }))).toBe('refused');
});

test('nobody draws a ticket who was offered none', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const queue = offer?.queue ?? '';
  const [expires = '', bound = '', mac = ''] = queue.split('.');
  for (const forged of [
    '',
    'x',
    `${Number(expires) + 1}.${bound}.${mac}`,
    `${expires}.${mac}.${bound}`,
    `${queue}.x`,
  ]) {
    expect(await node.drawTicket(forged, '203.0.113.9')).toBeUndefined();
  }
  here.clock.forward(3600);
  expect(await node.drawTicket(queue, '203.0.113.9')).toBeUndefined();
});

test('from one address only so many tickets are drawn, however many accounts are typed and wherever they are asked for', async () => {
  await using here = await room();
  const node = here.node();
  let others = 0;
  const other = () => password({ account: `other-${(others += 1)}@example.com` });
  const draw = async (nth: number) => {
    const { offer } = await refused(node, password({ account: `typed-${nth}@example.com` }));
    return node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  };
  // All of them meet the full address, and each would have a queue of its own.
  await useUp(node, other);
  let drawn = 0;
  for (let nth = 0; nth < 40; nth += 1) drawn += (await draw(nth))?.ticket === undefined ? 0 : 1;
  expect(drawn).toBe(30);
  here.clock.forward(600);
  await useUp(node, other);
  expect((await draw(50))?.ticket).toBeDefined();
});

function onTwoNodes(subject: Subject): void {
  const stores: Store[] = [];
  const clock = testClock();
  let nodes: readonly [Node, Node];
  let people = 0;

  beforeAll(async () => {
    // Each as another machine has it.
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
