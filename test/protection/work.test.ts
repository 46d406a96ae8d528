import { describe, expect, test } from '@jest/globals';
import type { Challenge } from 'altcha-lib';
import fc from 'fast-check';
import { doublingsAfter, isEnough } from '../../src/protection/passes/difficulty.ts';
import { from, room } from './room.ts';
import { home, outcomeOf, password, refused, solve, somewhere, useUp, type Try } from './tries.ts';

const minute = 60;

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
