import { expect, test } from '@jest/globals';
import type { Ephemera } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import { from, nodeOn, room } from './room.ts';

type Try = Parameters<ReturnType<typeof nodeOn>['attempt']>[0];

const here = from('203.0.113.7');
const neighbour = from('203.0.113.8');
const elsewhere = from('198.51.100.7');
const email = 'a@example.com';
const message = { kind: 'sms', prefix: '49 1511', proven: true } as const;

test.each<[string, (nth: number) => Try, bystander: Try]>([
  [
    'passwords of one account, and its owner on a new device',
    () => ({ kind: 'password', account: email, ...here }),
    { kind: 'password', account: email, ...elsewhere },
  ],
  [
    'passwords of many accounts, and somebody else in the same network',
    (nth) => ({ kind: 'password', account: `${nth}@example.com`, ...here }),
    { kind: 'password', account: email, ...neighbour },
  ],
  ['codes, and somebody else in the same network', () => ({ kind: 'code', ...here }), { kind: 'code', ...neighbour }],
  [
    'messages to one account, and another whose number begins alike',
    () => ({ ...message, account: 'one', number: '+4915111111111', ...here }),
    { ...message, account: 'other', number: '+4915112222222', ...elsewhere },
  ],
  [
    'messages to new numbers, and an account whose number begins alike',
    (nth) => ({ ...message, proven: false, account: `${nth}`, number: `+491511${nth}`, ...here }),
    { ...message, account: 'other', number: '+4915112222222', ...elsewhere },
  ],
])('a burst of %s: what others have is there while it is in flight', async (_, next, bystander) => {
  await using place = await room();
  const { documents, ephemera } = place.store;
  const release = Promise.withResolvers<undefined>();
  let waiting = 0;
  // What was taken too much is given back late.
  const slow: Ephemera = {
    ...ephemera,
    count: (...given) => ephemera.count(...given),
    increment: (...given) => ephemera.increment(...given),
    async decrement(...given) {
      waiting += 1;
      await release.promise;
      return ephemera.decrement(...given);
    },
  };
  const node = nodeOn({ documents, ephemera: slow }, place.clock);
  const burst = Array.from({ length: 300 }, (__, nth) => node.attempt(next(nth)));
  await eventually(() => expect(waiting).toBeGreaterThan(250));
  expect(await nodeOn(place.store, place.clock).attempt(bystander)).toMatchObject({ outcome: 'allowed' });
  release.resolve(undefined);
  const outcomes = await Promise.all(burst);
  expect(outcomes.filter(({ outcome }) => outcome === 'allowed').length).toBeGreaterThan(0);
});
