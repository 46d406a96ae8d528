import { expect, test } from '@jest/globals';
import { kilometres, openPlaces } from '../../src/whereabouts/index.ts';

test('the embedded list knows the country of an address, IPv6 too', () => {
  const places = openPlaces();
  expect(places.find('8.8.8.8')).toEqual({ country: 'US' });
  expect(places.find('2a02:2e0:3fe:1001:302::')).toEqual({ country: 'DE' });
});

test.each(['127.0.0.1', '10.1.2.3', '::1', 'fe80::1', 'no address', '', undefined])(
  'nothing is known of %s',
  (address) => {
    expect(openPlaces().find(address)).toEqual({});
  },
);

test('a file that is none stops the start and is named', () => {
  expect(() => openPlaces(import.meta.filename)).toThrow('place.test.ts is not a list of places');
  expect(() => openPlaces('/nowhere.mmdb')).toThrow('/nowhere.mmdb is not a list of places');
});

test('the way from Berlin to New York is 6,385 km, and from nowhere it is not known', () => {
  const berlin = { at: { latitude: 52.52, longitude: 13.405 } };
  const newYork = { at: { latitude: 40.7128, longitude: -74.006 } };
  expect(kilometres(berlin, newYork)).toBeCloseTo(6385, -1);
  expect(kilometres(berlin, berlin)).toBe(0);
  expect(kilometres(berlin, { country: 'US' })).toBeUndefined();
});
