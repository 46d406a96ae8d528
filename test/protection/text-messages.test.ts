import { expect, test } from '@jest/globals';
import { from, room } from './room.ts';

const day = 24 * 3600;
const messages = { perPrefix: 6, inADay: 20 };

const hour = 3600;

const numberOf = (prefix: string, nth: number): string => `+49${prefix}${String(nth).padStart(7, '0')}`;

/** A wish for a message: by anybody, from anywhere, unless it is said. */
const wish = (nth: number, { prefix = `15${nth}`, number = numberOf(prefix, nth), address = `203.0.${nth}.1` } = {}) =>
  ({ kind: 'sms', account: `account-${nth}`, number, prefix: `49 ${prefix}`, ...from(address) }) as const;

/** The same to a number that the account has proven. */
const proven = (...given: Parameters<typeof wish>) => ({ ...wish(...given), proven: true }) as const;

type Node = ReturnType<Awaited<ReturnType<typeof room>>['node']>;

/** How many of these messages are sent. */
async function sent(node: Node, most: number, next: (nth: number) => Parameters<Node['attempt']>[0]) {
  let allowed = 0;
  for (let nth = 0; nth < most; nth += 1) {
    const attempt = await node.attempt(next(nth));
    if (attempt.outcome !== 'allowed') continue;
    allowed += 1;
    await attempt.failed();
  }
  return allowed;
}

test('numbers that begin alike share a budget, and one of a thousand wishes sent at once gets no more', async () => {
  await using here = await room({ messages });
  const nodes = [here.node(), here.node()];
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, (_, nth) =>
      nodes[nth % 2]!.attempt(wish(nth, { prefix: '151', address: `10.${nth >> 8}.${nth & 255}.1` })),
    ),
  );
  // Half of the day's within an hour, and one of these is for a proven number.
  expect(outcomes.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(2);
  // What was refused took nothing from the others.
  const others = await Promise.all([1, 2, 3].map((nth) => nodes[0]!.attempt(wish(nth, { prefix: `16${nth}` }))));
  expect(others.map(({ outcome }) => outcome)).toEqual(['allowed', 'allowed', 'allowed']);
});

test('an installation pays for so many messages a day, whoever wants more, and part of them are for proven numbers', async () => {
  await using here = await room({ messages });
  const protection = here.node();
  const added = (first: number) => sent(protection, 60, (nth) => wish(first + nth));
  const usedUp = (scope: string) =>
    here.events.filter(({ kind, detail }) => kind === 'protection.used_up' && detail?.['reason'] === scope);
  expect(await added(0)).toBe(14);
  here.clock.forward(hour);
  expect(await added(100)).toBe(0);
  // Told once, to who watches the record.
  expect([usedUp('unproven'), usedUp('everybody')]).toEqual([[expect.anything()], []]);
  expect(await sent(protection, 60, (nth) => proven(200 + nth))).toBe(6);
  expect(usedUp('everybody')).toHaveLength(1);
  here.clock.forward(day);
  expect(await added(160)).toBe(14);
});

test('who types numbers that begin alike leaves a part of those messages to who has proven one', async () => {
  await using here = await room({ messages: { perPrefix: 20, inADay: 1000 } });
  const protection = here.node();
  expect(await sent(protection, 30, (nth) => wish(nth, { prefix: '151' }))).toBe(7);
  expect(await sent(protection, 30, (nth) => proven(100 + nth, { prefix: '151' }))).toBe(3);
  here.clock.forward(hour);
  expect(await sent(protection, 30, (nth) => wish(200 + nth, { prefix: '151' }))).toBe(7);
  here.clock.forward(hour);
  // Of the twenty of a day these three are left, and are for proven ones.
  expect(await sent(protection, 30, (nth) => wish(300 + nth, { prefix: '151' }))).toBe(0);
  expect(await sent(protection, 30, (nth) => proven(400 + nth, { prefix: '151' }))).toBe(3);
});

test.each([
  [2, 1],
  [3, 2],
  [4, 2],
  [6, 4],
])('of %i messages a day, in all or to numbers that begin alike, all but %i are for proven ones', async (all, open) => {
  for (const limits of [
    { perPrefix: 1000, inADay: all },
    { perPrefix: all, inADay: 1000 },
  ]) {
    await using here = await room({ messages: limits });
    const node = here.node();
    // Of those that begin alike half are sent within an hour.
    const through = async (next: (nth: number) => Parameters<Node['attempt']>[0]) => {
      const before = await sent(node, 10, next);
      here.clock.forward(hour);
      return before + (await sent(node, 10, (nth) => next(100 + nth)));
    };
    expect(await through((nth) => wish(nth, { prefix: '151' }))).toBe(open);
    expect(await through((nth) => proven(200 + nth, { prefix: '151' }))).toBe(all - open);
  }
});

test('where there is one message a day, somebody can prove a number with it', async () => {
  await using here = await room({ messages: { perPrefix: 1, inADay: 1 } });
  expect(await sent(here.node(), 3, (nth) => wish(nth))).toBe(1);
});

test('one phone that is proven on any number of accounts has the messages of one account', async () => {
  await using here = await room({ messages: { perPrefix: 100, inADay: 500 } });
  const protection = here.node();
  const phone = { prefix: '151', number: numberOf('151', 1) };
  // Whoever types it uses up what it has for being added, and nothing of this.
  expect(await sent(protection, 10, (nth) => wish(nth, phone))).toBe(3);
  const atOnce = await Promise.all(Array.from({ length: 100 }, (_, nth) => protection.attempt(proven(nth, phone))));
  expect(atOnce.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(8);
  here.clock.forward(hour);
  expect(await sent(protection, 100, (nth) => proven(nth, phone))).toBe(8);
  here.clock.forward(hour);
  expect(await sent(protection, 100, (nth) => proven(nth, phone))).toBe(0);
  expect(await sent(protection, 1, () => proven(200, { prefix: '151' }))).toBe(1);
});

test('a number that an account has proven is counted apart: strangers who type it take nothing from its owner', async () => {
  await using here = await room({ messages: { perPrefix: 1000, inADay: 1000 } });
  const protection = here.node();
  const typed = (nth: number) => wish(nth, { prefix: '151', number: numberOf('151', 1) });
  for (let nth = 1; nth <= 20; nth += 1) await protection.attempt(typed(nth));
  expect((await protection.attempt(typed(30))).outcome).toBe('refused');
  expect((await protection.attempt({ ...typed(40), proven: true })).outcome).toBe('allowed');
});

test('nor do neighbours who add numbers from the same address or network; account, range of numbers and day still bound it', async () => {
  await using here = await room({ messages: { perPrefix: 60, inADay: 1000 } });
  const protection = here.node();
  const there = { prefix: '151', address: '198.51.100.7' };
  // A whole network full: at one address, and at others there.
  for (let nth = 0; nth < 60; nth += 1)
    await protection.attempt(wish(nth, { prefix: '160', address: `198.51.100.${nth < 10 ? 7 : nth}` }));
  expect((await protection.attempt(wish(70, { prefix: '170', address: '198.51.100.7' }))).outcome).toBe('refused');
  expect(await sent(protection, 10, () => proven(80, there))).toBe(8);
  // What is left of half a day's, for numbers that begin alike.
  expect(await sent(protection, 40, (nth) => proven(100 + nth, there))).toBe(22);
});

test.each([
  ['number', 3, (nth: number) => wish(nth, { prefix: '151', number: numberOf('151', 1) })],
  ['proven number', 8, (nth: number) => proven(nth, { prefix: '151', number: numberOf('151', 1) })],
  ['account', 8, (nth: number) => ({ ...wish(nth), account: 'one' })],
  ['address', 8, (nth: number) => wish(nth, { address: '198.51.100.7' })],
  ['network', 40, (nth: number) => wish(nth, { prefix: '160', address: `198.51.100.${nth}` })],
] as const)('one %s has %i messages in an hour', async (_what, most, next) => {
  await using here = await room({ messages: { perPrefix: 1000, inADay: 1000 } });
  expect(await sent(here.node(), most + 5, next)).toBe(most);
});

test('what is widened for people at a shared address widens neither what numbers that begin alike have nor the day', async () => {
  await using here = await room({ messages, widening: { account: 1000, network: 1000, everybody: 1000 } });
  const protection = here.node();
  expect(await sent(protection, 30, (nth) => proven(nth, { prefix: '151' }))).toBe(3);
  expect(await sent(protection, 30, (nth) => proven(nth, { prefix: `2${nth}` }))).toBe(17);
});
