import { expect, test } from '@jest/globals';
import { StoreUnavailable, type Ephemera } from '../../adapters/store.ts';
import { createAttempts } from '../../src/protection/attempts.ts';
import { budgets, limitsOf, widened, type Kind, type Scope } from '../../src/protection/budgets.ts';
import { countersOf } from '../../src/protection/counters.ts';
import { from, room } from './room.ts';
import { outcomeOf, password, type Try } from './tries.ts';

/**
 * Tries as fast as it may, waits as long as it is told to, and goes on.
 * @returns how many tries there were within each of these times, in seconds
 */
async function patient(here: Awaited<ReturnType<typeof room>>, next: (nth: number) => Try, times: readonly number[]) {
  const protection = here.node();
  const began = here.clock.now();
  let count = 0;
  const counts: number[] = [];
  for (const time of times) {
    for (;;) {
      const attempt = await protection.attempt(next(count));
      if (attempt.outcome === 'allowed') {
        count += 1;
        await attempt.failed();
      } else if (here.clock.now() + attempt.wait < began + time) {
        here.clock.forward(attempt.wait);
      } else {
        break;
      }
    }
    counts.push(count);
    here.clock.forward(began + time - here.clock.now());
  }
  return counts;
}

test('the longer a scope is tried, the longer the wait: every step has more tries and a longer time', () => {
  for (const scopes of Object.values(budgets)) {
    for (const steps of Object.values(scopes)) {
      for (const [index, step] of steps.entries()) {
        const before = steps[index - 1];
        if (!before) continue;
        expect(step.tries).toBeGreaterThan(before.tries);
        expect(step.within).toBeGreaterThan(before.within);
      }
    }
  }
});

test('the day’s step is the block, and part of it is kept for who passes; one’s own budgets are passed by nothing', () => {
  for (const [kind, scopes] of Object.entries(budgets)) {
    for (const [scope, steps] of Object.entries(scopes)) {
      const limits = limitsOf(kind as Kind, scope as Scope, steps);
      const [last] = limits.slice(-1);
      const passed = limits.filter(({ open, most }) => most > open);
      const isOwn =
        // What is sent costs somebody money or their peace, which no work of the sender makes up for.
        [
          'client',
          'unproven-client',
          'client-used-up',
          'factor-asked',
          'sms',
          'email-code',
          'choice',
          'choice-by-link',
        ].includes(kind) ||
        ['pair', 'device'].includes(scope) ||
        // Whoever knows the password has browsers as well; but what is between them and a mailbox is no work.
        (scope === 'devices' && kind !== 'password') ||
        (['letter', 'recovery'].includes(kind) && scope === 'account');
      expect({ kind, scope, passed: passed.length > 0 }).toEqual({ kind, scope, passed: !isOwn });
      if (scope !== 'everybody') expect({ kind, scope, most: last?.most }).toEqual({ kind, scope, most: last?.tries });
    }
  }
  expect(limitsOf('password', 'account', budgets.password.account ?? [])).toEqual([
    { tries: 10, within: minute, open: 10, most: Infinity },
    { tries: 25, within: quarter, open: 25, most: Infinity },
    { tries: 50, within: hour, open: 50, most: Infinity },
    { tries: 100, within: day, open: 70, most: 100 },
  ]);
});

const minute = 60;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;

/** Nothing comes with these tries. */
const none = { use: () => Promise.resolve({ is: 'not' } as const), offer: () => Promise.resolve({ queue: '' }) };

const somewhere = (nth: number) => from(`${1 + (nth % 200)}.${(nth >> 8) & 255}.${nth & 255}.1`);

/** What is different from one try to the next, and how many there are within which time. */
test.each<[string, (nth: number) => Try, Readonly<Record<number, number>>]>([
  ['one account from one address', () => password(), { [minute]: 5, [quarter]: 10, [hour]: 20, [day]: 30 }],
  [
    'one account from a new network each time',
    (nth) => password(somewhere(nth)),
    { [minute]: 10, [quarter]: 25, [hour]: 50, [day]: 70 },
  ],
  [
    'one account in a browser that it has used',
    (nth) => password({ device: 'd', ...somewhere(nth) }),
    { [minute]: 5, [quarter]: 10, [hour]: 20, [day]: 50 },
  ],
  [
    'one account in one more browser of its own each time',
    (nth) => password({ device: `d${nth}`, signOuts: 0 }),
    { [hour]: 50, [day]: 105 },
  ],
  [
    'a new account each time, from one address',
    (nth) => password({ account: `${nth}@example.com` }),
    { [5 * minute]: 30, [hour]: 100, [day]: 210 },
  ],
  [
    'a new account each time, from one network',
    (nth) => password({ account: `${nth}@example.com`, ...from(`203.0.113.${nth % 256}`) }),
    { [5 * minute]: 100, [hour]: 400 },
  ],
  [
    'a new account each time, from one IPv6 /64',
    (nth) => password({ account: `${nth}@example.com`, ...from(`2001:db8:1:2::${nth.toString(16)}`) }),
    { [5 * minute]: 30 },
  ],
  [
    'a new account each time, from one IPv6 /48',
    (nth) => password({ account: `${nth}@example.com`, ...from(`2001:db8:1:${nth.toString(16)}::1`) }),
    { [5 * minute]: 100 },
  ],
  [
    'a new account each time, from a new network each time',
    (nth) => password({ account: `${nth}@example.com`, ...somewhere(nth) }),
    { [minute]: 1000 },
  ],
  [
    'a client at one address',
    () => ({ kind: 'client', client: 'c', ...from('203.0.113.7') }),
    { [minute]: 20, [hour]: 200 },
  ],
  ['letters to one address', (nth) => ({ kind: 'letter', account: 'a', ...somewhere(nth) }), { [hour]: 6, [day]: 12 }],
  [
    'refused passkeys from one address',
    () => ({ kind: 'passkey', ...from('203.0.113.7') }),
    { [5 * minute]: 60, [hour]: 200, [day]: 420 },
  ],
  ['codes from one address', () => ({ kind: 'code', ...from('203.0.113.7') }), { [5 * minute]: 20, [hour]: 60 }],
])('%s', async (_, next, expected) => {
  await using here = await room({ banAutomatically: false });
  expect(await patient(here, next, Object.keys(expected).map(Number))).toEqual(Object.values(expected));
});

test('of any number of tries at once, on two nodes, no more go on than there are', async () => {
  await using here = await room();
  const nodes = [here.node(), here.node()];
  const attempts = await Promise.all(Array.from({ length: 1000 }, (_, nth) => nodes[nth % 2]!.attempt(password())));
  expect(attempts.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(5);
  // Those that were refused have taken nothing with them: the others of the account are still there.
  const elsewhere = await Promise.all(
    Array.from({ length: 1000 }, (_, nth) => nodes[nth % 2]!.attempt(password(somewhere(nth)))),
  );
  expect(elsewhere.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(5);
});

test('what was right is given back, and only to the counter that it was taken from', async () => {
  await using here = await room();
  const protection = here.node();
  const allowed = async () => {
    const attempt = await protection.attempt(password());
    if (attempt.outcome !== 'allowed') throw new Error('refused');
    return attempt;
  };
  for (let count = 0; count < 50; count += 1) await (await allowed()).succeeded();
  const late = await Promise.all([allowed(), allowed(), allowed()]);
  here.clock.forward(minute);
  for (let count = 0; count < 5; count += 1) await (await allowed()).failed();
  // Taken from the minute before: it frees nothing in this one.
  for (const attempt of late) await attempt.succeeded();
  expect((await protection.attempt(password())).outcome).toBe('refused');
});

test('what one account has in its own browser is used up by nobody elsewhere, and no further by whoever has it', async () => {
  await using here = await room();
  const protection = here.node();
  const tries = async (next: (nth: number) => Try) => {
    let count = 0;
    while ((await protection.attempt(next(count))).outcome === 'allowed') count += 1;
    return count;
  };
  expect(await tries((nth) => password(somewhere(nth)))).toBe(10);
  expect(await tries(() => password({ device: 'the owner’s' }))).toBe(5);
  expect(await tries(() => password({ device: 'another of the owner’s' }))).toBe(5);
  expect(await tries(() => password())).toBe(0);
  // All of them together have an end, and begin anew for those that are its own after it was signed out everywhere.
  const others = (signOuts: number) => tries((nth) => password({ device: `one more ${nth}`, signOuts }));
  expect(await others(1)).toBe(50);
  expect(await tries(() => password({ device: 'never used up', signOuts: 1 }))).toBe(0);
  expect(await tries(() => password({ device: 'never used up', signOuts: 2 }))).toBe(5);
});

test('who uses up a budget is told of once, and a refusal is only counted', async () => {
  await using here = await room();
  const protection = here.node();
  for (let count = 0; count < 20; count += 1) {
    const attempt = await protection.attempt(password());
    if (attempt.outcome === 'allowed') await attempt.failed();
  }
  const kinds = here.events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'protection.used_up')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'protection.refused')).toHaveLength(15);
  expect(here.events[0]).toMatchObject({ detail: { what: 'password', reason: 'pair', tries: 5, seconds: 60 } });
  const kept = await protection.audit.search({ limit: 100 });
  expect(kept.events.map(({ kind }) => kind)).toEqual(['protection.used_up']);
});

test('neither an account nor an address can be read off what is counted', async () => {
  await using here = await room();
  const stored: string[] = [];
  const ephemera: Ephemera = {
    ...here.store.ephemera,
    count: () => Promise.resolve(undefined),
    increment: (_kind, key) => {
      stored.push(key);
      return Promise.resolve({ count: 1, ends: 1, left: 1 });
    },
  };
  const counters = countersOf({ ephemera, digest: here.digest, budgets });
  const audit = here.node().audit;
  const stuffing = { note: () => Promise.resolve() };
  await createAttempts({ counters, audit, stuffing, passes: none }).attempt(password());
  expect(stored.length).toBeGreaterThan(10);
  for (const key of stored) expect(key).toMatch(/^[\w-]{43}:\d+$/);
});

test('only what is about to be counted is asked whether it is ready, and where it is not, nothing is counted', async () => {
  await using here = await room();
  const node = here.node();
  let asked = 0;
  const notReady = () => {
    asked += 1;
    throw new Error('not ready');
  };
  for (let count = 0; count < 20; count += 1) {
    await expect(node.attempt(password(), 1, notReady)).rejects.toThrow('not ready');
  }
  expect(asked).toBe(20);
  for (let count = 0; count < 5; count += 1) expect(await outcomeOf(node, password())).toBe('allowed');
  expect((await node.attempt(password(), 1, notReady)).outcome).toBe('refused');
  expect(asked).toBe(20);
});

test('a store that is down lets nobody try', async () => {
  await using here = await room();
  const down = () => Promise.reject(new StoreUnavailable('down'));
  const audit = here.node().audit;
  const stuffing = { note: () => Promise.resolve() };
  for (const ephemera of [
    { count: down, increment: () => Promise.resolve({ count: 1, ends: 1, left: 1 }) },
    { count: () => Promise.resolve(undefined), increment: down },
  ] as unknown as Ephemera[]) {
    const counters = countersOf({ ephemera, digest: here.digest, budgets });
    const attempts = createAttempts({ counters, audit, stuffing, passes: none });
    await expect(attempts.attempt(password())).rejects.toThrow(StoreUnavailable);
  }
});

test('an installation widens what it names, and nothing else', () => {
  const wide = widened(budgets, { account: 3, network: 2, everybody: 5 });
  expect(wide.password.account?.[0]).toEqual({ tries: 30, within: minute });
  expect(wide.password.device?.[0]).toEqual({ tries: 15, within: minute });
  expect(wide.password.network?.[0]).toEqual({ tries: 200, within: 5 * minute });
  expect(wide.password.everybody).toEqual([{ tries: 5000, within: minute }]);
  expect(widened(budgets, { account: 1, network: 1, everybody: 1 })).toEqual(budgets);
});
