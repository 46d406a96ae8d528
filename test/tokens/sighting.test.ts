import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sightingOf } from '../../src/tokens/index.ts';
import type { Places } from '../../src/whereabouts/index.ts';

const nowhere: Places = { find: () => ({}) };
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('a request is kept as people would tell of it, and not as it was sent', () => {
  const places: Places = {
    find: (address) =>
      address === '203.0.113.7'
        ? { country: 'DE', city: 'Berlin', at: { latitude: 52.52437, longitude: 13.41053 } }
        : {},
  };
  const request = { address: '203.0.113.7', userAgent: firefox, appVersion: '4.2.1-beta+7' };
  expect(sightingOf(request, places, 1_000_000)).toEqual({
    at: 1_000_000,
    address: '203.0.113.7',
    name: 'Firefox',
    system: 'Linux',
    form: 'computer',
    country: 'DE',
    city: 'Berlin',
    coordinates: { latitude: 52.52, longitude: 13.41 },
    appVersion: '4.2.1-beta+7',
  });
  expect(sightingOf({}, places, 5)).toEqual({ at: 5 });
});

test.each([
  ['', undefined],
  ['1.0', '1.0'],
  ['2024b', '2024b'],
  ['1'.repeat(32), '1'.repeat(32)],
  ['1'.repeat(33), undefined],
  ['.1', undefined],
  ['-1', undefined],
  ['1 0', undefined],
  ['1.0\n', undefined],
  ['<b>', undefined],
  ['１.０', undefined],
  [['1.0', '2.0'], undefined],
  [1, undefined],
  [null, undefined],
])('as a version of an app %p counts as %p', (given, taken) => {
  expect(sightingOf({ appVersion: given }, nowhere, 0).appVersion).toBe(taken);
});

test('whatever is sent, its record is small', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 5000 });
  const size = (value: object): number => Buffer.byteLength(JSON.stringify(value));
  fc.assert(
    fc.property(anything, anything, anything, (address, userAgent, appVersion) => {
      const odd = { address, userAgent: `${userAgent}/1.0 (${userAgent})`, appVersion };
      expect(size(sightingOf(odd, nowhere, 1_000_000))).toBeLessThan(800);
    }),
  );
});
