import { expect, test } from '@jest/globals';
import { networkOf, subscriberOf } from '../../src/whereabouts/index.ts';

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['::1', '::/48'],
  ['no address', undefined],
  ['', undefined],
])('%s is in %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['203.0.113.77', '203.0.113.77/32'],
  ['::ffff:203.0.113.77', '203.0.113.77/32'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['no address', undefined],
])('%s is of %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
