import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { habitsAfter } from '../../src/risk/habits.ts';
import { actionFor, kindsIn, namesOf } from '../../src/risk/policy.ts';
import { signalActions, signalKinds, signalsIn, type RiskRules, type SignInSeen } from '../../src/risk/index.ts';

const hour = 3600;
const day = 24 * hour;
/** Midnight, UTC. */
const midnight = 20_000 * day;

const berlin = { country: 'DE', city: 'Berlin', coordinates: { latitude: 52.52, longitude: 13.41 } };
const newYork = { country: 'US', city: 'New York', coordinates: { latitude: 40.71, longitude: -74.01 } };
const france = { country: 'FR' };
const agent = { name: 'Firefox', system: 'Linux' };

const seen = (at: number, where: Partial<SignInSeen> = berlin, more: Partial<SignInSeen> = {}): SignInSeen => ({
  at,
  ...where,
  agent,
  device: 'known',
  ...more,
});

/** What an account is like that signed in at these times. */
const habitsOf = (...times: readonly SignInSeen[]) =>
  times.reduce<ReturnType<typeof habitsAfter> | undefined>((habits, one) => habitsAfter(habits, one), undefined);

const told = (habits: ReturnType<typeof habitsOf>, now: SignInSeen): string[] =>
  signalsIn(habits && { ...habits }, now).map(({ kind, from, to }) => `${kind} ${from} → ${to}`);

const once = habitsOf(seen(midnight));

test.each<[string, ReturnType<typeof habitsOf>, SignInSeen, string[]]>([
  [
    'the first sign-in ever',
    undefined,
    seen(midnight, berlin, { device: 'first', badNetwork: '192.0.2.0/24' }),
    ['badNetwork - → 192.0.2.0/24'],
  ],
  ['another one as the first', once, seen(midnight + day), []],
  ['another browser', once, seen(midnight + day, berlin, { device: 'new' }), ['newDevice - → Firefox Linux']],
  ['one that hides what it is', once, seen(midnight + day, berlin, { device: 'new', agent: {} }), ['newDevice - → -']],
  ['before habits were kept', undefined, seen(midnight, france, { device: 'new' }), ['newDevice - → Firefox Linux']],
  ['another country', once, seen(midnight + day, france), ['newCountry DE → FR']],
  ['a country that is not known', once, seen(midnight + day, {}), []],
  ['where no country was known before', habitsOf(seen(midnight, {})), seen(midnight + day, france), []],
  ['a country of before', habitsOf(seen(midnight, france), seen(midnight)), seen(midnight + day, france), []],
  [
    'a place too far away',
    habitsOf(seen(midnight - day, newYork), seen(midnight)),
    seen(midnight + hour, newYork),
    ['impossibleTravel Berlin → New York'],
  ],
  [
    'the same place by an airliner',
    habitsOf(seen(midnight, newYork), seen(midnight)),
    seen(midnight + 7 * hour, newYork),
    [],
  ],
  ['a listed network', once, seen(midnight, berlin, { badNetwork: '192.0.2.0/24' }), ['badNetwork - → 192.0.2.0/24']],
])('%s', (_, habits, now, found) => {
  expect(told(habits, now)).toEqual(found);
});

describe('an hour', () => {
  /** Every day at seven and at eight. */
  const worker = (days: number) =>
    habitsOf(
      ...Array.from({ length: days }, (_, at) => seen(midnight + at * day + 7 * hour)),
      ...Array.from({ length: days }, (_, at) => seen(midnight + at * day + 8 * hour)),
    );

  test.each([
    [9, 3, []],
    [10, 3, ['unusualHour 7-8 → 3']],
    // Two hours on either side are the same time of day.
    [10, 5, []],
    [10, 10, []],
    [10, 11, ['unusualHour 7-8 → 11']],
  ])('after twice %i sign-ins at seven and eight, at %i', (days, at, found) => {
    expect(told(worker(days), seen(midnight + 99 * day + at * hour))).toEqual(found);
  });

  test('is next to another one at midnight too', () => {
    const night = habitsOf(...Array.from({ length: 20 }, (_, at) => seen(midnight + at * day + 23 * hour)));
    expect(told(night, seen(midnight + 99 * day + hour))).toEqual([]);
    expect(told(night, seen(midnight + 99 * day + 2 * hour))).toEqual(['unusualHour 23 → 2']);
  });

  test('that was usual for long, and is not any more, is unusual again', () => {
    let habits = worker(60);
    for (let at = 0; at < 1500; at += 1) habits = habitsAfter(habits, seen(midnight + (100 + at) * day + 20 * hour));
    expect(told(habits, seen(midnight + 3000 * day + 7 * hour))).toEqual(['unusualHour 20 → 7']);
  });
});

test('what is kept of an account has one size, and no address', () => {
  const where = fc.record({
    country: fc.constantFrom('DE', 'FR', 'US', 'ES', 'IT', ...Array.from({ length: 20 }, (_, at) => `X${at}`)),
    city: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1e9), where), { maxLength: 400 }), (times) => {
      const habits = habitsOf(...times.map(([at, place]) => seen(at, place)));
      if (!habits) return;
      expect(Object.keys(habits).sort()).toEqual(['countries', 'hours', 'last', 'removeAt']);
      expect(habits.countries.length).toBeLessThanOrEqual(12);
      expect(habits.hours).toHaveLength(24);
      expect(habits.hours.reduce((all, count) => all + count)).toBeLessThan(200);
      expect(
        Object.keys(habits.last ?? {}).every((key) => ['at', 'country', 'city', 'coordinates'].includes(key)),
      ).toBe(true);
    }),
  );
});

test('of several signals the strictest rule holds', () => {
  const rules: RiskRules = {
    newDevice: 'letter',
    newCountry: 'factor',
    impossibleTravel: 'block',
    badNetwork: 'nothing',
    unusualHour: 'nothing',
  };
  expect(actionFor([], rules)).toBe('nothing');
  expect(actionFor(['badNetwork', 'newDevice'], rules)).toBe('letter');
  expect(actionFor(['impossibleTravel', 'newCountry'], rules)).toBe('block');
  const anything = fc.record(
    Object.fromEntries(signalKinds.map((kind) => [kind, fc.constantFrom(...signalActions)])),
  ) as unknown as fc.Arbitrary<RiskRules>;
  fc.assert(
    fc.property(fc.subarray([...signalKinds]), anything, (kinds, said) => {
      const strict = Math.max(0, ...kinds.map((kind) => signalActions.indexOf(said[kind])));
      expect(actionFor(kinds, said)).toBe(signalActions[strict]);
      expect(kindsIn(namesOf(kinds))).toEqual(kinds);
    }),
  );
  expect(kindsIn('newDevice, constructor, newCountry')).toEqual(['newDevice', 'newCountry']);
});
