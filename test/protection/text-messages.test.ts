import { expect, test } from '@jest/globals';
import { from, room } from './room.ts';

const day = 24 * 3600;
const messages = { perPrefix: 6, inADay: 20 };

const numberOf = (prefix: string, nth: number): string => `+49${prefix}${String(nth).padStart(7, '0')}`;

/** A wish for a message: by anybody, from anywhere, unless it is said. */
const wish = (nth: number, { prefix = `15${nth}`, number = numberOf(prefix, nth), address = `203.0.${nth}.1` } = {}) =>
  ({ kind: 'sms', account: `account-${nth}`, number, prefix: `49 ${prefix}`, ...from(address) }) as const;

test('numbers that begin alike share a budget, and one of a thousand wishes sent at once gets no more', async () => {
  await using here = await room({ messages });
  const nodes = [here.node(), here.node()];
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, (_, nth) =>
      nodes[nth % 2]!.attempt(wish(nth, { prefix: '151', address: `10.${nth >> 8}.${nth & 255}.1` })),
    ),
  );
  // Half of the day's within an hour.
  expect(outcomes.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(3);
  // What was refused took nothing from the others.
  const others = await Promise.all([1, 2, 3].map((nth) => nodes[0]!.attempt(wish(nth, { prefix: '160' }))));
  expect(others.map(({ outcome }) => outcome)).toEqual(['allowed', 'allowed', 'allowed']);
});

test('an installation pays for so many messages a day, whoever wants more', async () => {
  await using here = await room({ messages });
  const protection = here.node();
  const count = async (first: number) => {
    let allowed = 0;
    for (let nth = first; nth < first + 60; nth += 1) {
      const attempt = await protection.attempt(wish(nth));
      if (attempt.outcome === 'allowed') {
        allowed += 1;
        await attempt.failed();
      }
    }
    return allowed;
  };
  expect(await count(0)).toBe(20);
  here.clock.forward(3600);
  expect(await count(100)).toBe(0);
  // Told once, to who watches the record.
  expect(
    here.events.filter(({ kind, detail }) => kind === 'protection.used_up' && detail?.['reason'] === 'everybody'),
  ).toHaveLength(1);
  here.clock.forward(day);
  expect(await count(200)).toBe(20);
});

test('a number that an account has proven is bounded by the account: strangers who type it take nothing from its owner', async () => {
  await using here = await room({ messages: { perPrefix: 1000, inADay: 1000 } });
  const protection = here.node();
  const typed = (nth: number) => wish(nth, { prefix: '151', number: numberOf('151', 1) });
  for (let nth = 1; nth <= 20; nth += 1) await protection.attempt(typed(nth));
  expect((await protection.attempt(typed(30))).outcome).toBe('refused');
  const { number: _, ...proven } = typed(40);
  expect((await protection.attempt(proven)).outcome).toBe('allowed');
});

test('nor do neighbours who add numbers from the same address or network; account, range of numbers and day still bound it', async () => {
  await using here = await room({ messages: { perPrefix: 60, inADay: 1000 } });
  const protection = here.node();
  const outcomes = async (most: number, next: (nth: number) => ReturnType<typeof proven>) => {
    let allowed = 0;
    for (let nth = 0; nth < most; nth += 1)
      allowed += (await protection.attempt(next(nth))).outcome === 'allowed' ? 1 : 0;
    return allowed;
  };
  const proven = (nth: number, address: string) => {
    const { number: _, ...rest } = wish(nth, { prefix: '151', address });
    return rest;
  };
  // A whole network full: at one address, and at others there.
  for (let nth = 0; nth < 60; nth += 1)
    await protection.attempt(wish(nth, { prefix: '160', address: `198.51.100.${nth < 10 ? 7 : nth}` }));
  expect((await protection.attempt(wish(70, { prefix: '170', address: '198.51.100.7' }))).outcome).toBe('refused');
  expect(await outcomes(10, () => proven(80, '198.51.100.7'))).toBe(8);
  // What is left of half a day's, for numbers that begin alike.
  expect(await outcomes(40, (nth) => proven(100 + nth, '198.51.100.7'))).toBe(22);
});

test.each([
  ['number', 3, (nth: number) => wish(nth, { prefix: '151', number: numberOf('151', 1) })],
  ['account', 8, (nth: number) => ({ ...wish(nth), account: 'one' })],
  ['address', 8, (nth: number) => wish(nth, { address: '198.51.100.7' })],
  ['network', 40, (nth: number) => wish(nth, { prefix: '160', address: `198.51.100.${nth}` })],
] as const)('one %s has %i messages in an hour', async (_what, most, next) => {
  await using here = await room({ messages: { perPrefix: 1000, inADay: 1000 } });
  const protection = here.node();
  let allowed = 0;
  for (let nth = 1; nth <= most + 5; nth += 1)
    allowed += (await protection.attempt(next(nth))).outcome === 'allowed' ? 1 : 0;
  expect(allowed).toBe(most);
});

test('what is widened for people at a shared address widens neither what numbers that begin alike have nor the day', async () => {
  await using here = await room({ messages, widening: { account: 1000, network: 1000, everybody: 1000 } });
  const protection = here.node();
  const tries = async (next: (nth: number) => ReturnType<typeof wish>) => {
    let allowed = 0;
    for (let nth = 0; nth < 30; nth += 1)
      allowed += (await protection.attempt(next(nth))).outcome === 'allowed' ? 1 : 0;
    return allowed;
  };
  expect(await tries((nth) => wish(nth, { prefix: '151' }))).toBe(3);
  expect(await tries((nth) => wish(nth, { prefix: `2${nth}` }))).toBe(17);
});
