import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  changeActions,
  changeKinds,
  decideChanges,
  type ChangeAction,
  type ChangeRules,
  type Sighting,
} from '../../src/tokens/index.ts';

const every = (action: ChangeAction): ChangeRules => ({
  userAgent: action,
  system: action,
  country: action,
  speed: action,
  appVersion: action,
});

const berlin = { latitude: 52.52, longitude: 13.41 };
const potsdam = { latitude: 52.4, longitude: 13.06 };
const newYork = { latitude: 40.71, longitude: -74.01 };
const hour = 3600;

const home: Sighting = {
  at: 1_000_000,
  address: '203.0.113.7',
  name: 'Firefox',
  system: 'Linux',
  form: 'computer',
  country: 'DE',
  city: 'Berlin',
  coordinates: berlin,
  appVersion: '1.9',
};

/** The fields of a sighting, some of them not known. */
type Parts = { readonly [field in keyof Sighting]?: Sighting[field] | undefined };
const sighting = (parts: Parts): Sighting =>
  Object.fromEntries(Object.entries({ ...home, ...parts }).filter(([, value]) => value !== undefined)) as never;

const inNewYork = { country: 'US', city: 'New York', coordinates: newYork };

test.each<[string, Parts, Parts, string[]]>([
  ['nothing', {}, {}, []],
  ['the address', {}, { address: '198.51.100.4' }, []],
  ['the form of the device', {}, { form: 'phone' }, []],
  ['the browser', {}, { name: 'Chrome' }, ['userAgent Firefox → Chrome']],
  ['the system', {}, { system: 'Windows' }, ['system Linux → Windows']],
  ['the country', {}, { country: 'FR' }, ['country DE → FR']],
  ['the city', {}, { city: 'Potsdam', coordinates: potsdam }, []],
  [
    'everything',
    {},
    { name: 'Chrome', system: 'Windows', country: 'FR', appVersion: '1.8' },
    ['userAgent Firefox → Chrome', 'system Linux → Windows', 'country DE → FR', 'appVersion 1.9 → 1.8'],
  ],

  ['a browser that hides what it is', {}, { name: undefined, system: undefined }, []],
  ['a browser that hid what it is', { name: undefined, system: undefined }, {}, []],
  ['a network that no list knows', {}, { country: undefined, city: undefined, coordinates: undefined }, []],
  ['a network that no list knew', { country: undefined, city: undefined, coordinates: undefined }, {}, []],
  ['an app that says no version', {}, { appVersion: undefined }, []],

  ['New York six hours ago', { ...inNewYork, country: 'DE' }, { at: home.at + 6 * hour }, ['speed New York → Berlin']],
  ['New York seven hours ago', { ...inNewYork, country: 'DE' }, { at: home.at + 7 * hour }, []],
  ['New York in the same second', { ...inNewYork, country: 'DE' }, {}, ['speed New York → Berlin']],
  [
    'New York, by a clock that is ahead',
    { ...inNewYork, country: 'DE' },
    { at: home.at - 5 },
    ['speed New York → Berlin'],
  ],
  ['a place nearby in the same second', {}, { coordinates: potsdam }, []],
  [
    'a place without a name',
    { city: undefined },
    { ...inNewYork, city: undefined, country: undefined },
    ['speed DE → 40.71 -74.01'],
  ],
  ['a city with a comma', {}, { coordinates: newYork, city: 'Washington, D.C.' }, ['speed Berlin → Washington  D.C.']],

  ['a newer version', {}, { appVersion: '1.10' }, []],
  ['an older version', { appVersion: '1.10' }, {}, ['appVersion 1.10 → 1.9']],
  ['the same version with a zero', { appVersion: '1.9.0' }, {}, []],
  ['the same version with a zero more', {}, { appVersion: '1.9.0' }, []],
  ['the same version with a v', { appVersion: 'v1.9' }, {}, []],
  ['an older version with a v', { appVersion: 'v2' }, {}, ['appVersion v2 → 1.9']],
  ['a pre-release of the same version', {}, { appVersion: '1.9-beta.2' }, []],
  ['another build of the same version', { appVersion: '1.9+300' }, { appVersion: '1.9+2' }, []],
  [
    'a long number',
    { appVersion: '1.99999999999999999999' },
    { appVersion: '1.99999999999999999998' },
    ['appVersion 1.99999999999999999999 → 1.99999999999999999998'],
  ],
  ['a version by name', { appVersion: 'zebra' }, { appVersion: 'aardvark' }, []],
  ['a version by name after a number', {}, { appVersion: 'aardvark' }, []],
])('changed: %s', (_, before, after, found) => {
  const { changes, action } = decideChanges(sighting(before), sighting(after), every('notify'));
  expect(changes.map(({ what, from, to }) => `${what} ${from} → ${to}`)).toEqual(found);
  expect(action).toBe(found.length > 0 ? 'notify' : 'allow');
});

test('of two changes the stricter action wins, and both are told', () => {
  const rules = { ...every('allow'), country: 'notify', system: 'revoke' } as const;
  const decision = decideChanges(home, sighting({ country: 'FR', system: 'Windows', name: 'Chrome' }), rules);
  expect(decision.action).toBe('revoke');
  expect(decision.changes.map(({ what }) => what)).toEqual(['userAgent', 'system', 'country']);
});

describe('whatever is seen', () => {
  const text = fc.constantFrom('a', 'b', '1.0', '2.0', 'v1', '1.0-x');
  const seen = fc.record(
    {
      at: fc.integer({ min: 0, max: 10 * hour }),
      address: text,
      name: text,
      system: text,
      country: text,
      city: text,
      appVersion: text,
      coordinates: fc.record({
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      }),
    },
    { requiredKeys: ['at'] },
  );
  const rules = fc.record(
    Object.fromEntries(changeKinds.map((kind) => [kind, fc.constantFrom(...changeActions)])),
  ) as unknown as fc.Arbitrary<ChangeRules>;
  const strictness = (action: ChangeAction): number => changeActions.indexOf(action);

  test('the action is the strictest of those of what changed', () => {
    fc.assert(
      fc.property(seen, seen, rules, (last, now, said) => {
        const { action, changes } = decideChanges(last, now, said);
        expect(strictness(action)).toBe(Math.max(0, ...changes.map(({ what }) => strictness(said[what]))));
      }),
    );
  });

  test('what changed does not depend on the rules', () => {
    fc.assert(
      fc.property(seen, seen, rules, rules, (last, now, one, other) => {
        expect(decideChanges(last, now, one).changes).toEqual(decideChanges(last, now, other).changes);
      }),
    );
  });

  test('a stricter rule never lets more pass', () => {
    fc.assert(
      fc.property(seen, seen, rules, fc.constantFrom(...changeKinds), (last, now, said, kind) => {
        const stricter = { ...said, [kind]: 'revoke' as const };
        expect(strictness(decideChanges(last, now, stricter).action)).toBeGreaterThanOrEqual(
          strictness(decideChanges(last, now, said).action),
        );
      }),
    );
  });

  test('staying where one is, as what one is, changes nothing, however much later', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: 0, max: 1e9 }), rules, (last, later, said) => {
        expect(decideChanges(last, { ...last, at: last.at + later }, said)).toEqual({ action: 'allow', changes: [] });
      }),
    );
  });

  test('who says nothing of itself changes nothing', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: 0 }), rules, (last, at, said) => {
        expect(decideChanges(last, { at }, said).action).toBe('allow');
        expect(decideChanges({ at }, last, said).action).toBe('allow');
      }),
    );
  });

  test('a version that went back went forward the other way round', () => {
    const version = fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z]{1,3})?$/);
    const wentBack = (from: string, to: string): boolean =>
      decideChanges({ at: 0, appVersion: from }, { at: 1, appVersion: to }, every('notify')).changes.length > 0;
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(wentBack(a, b) && wentBack(b, a)).toBe(false);
        expect(wentBack(a, a)).toBe(false);
      }),
    );
  });
});
