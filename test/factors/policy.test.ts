import { expect, test } from '@jest/globals';
import { decideNext } from '../../src/factors/policy.ts';
import { canStepUp, factorRules, levelOf, methodsWith, stricterRule } from '../../src/factors/index.ts';

const one = 'urn:postern:one-factor';
const two = 'urn:postern:two-factors';

test.each([
  // What was proven before, what more, the level, and whether something more can make two factors of it.
  [[], ['pwd'], one, true],
  [['pwd'], ['otp'], two, true],
  [['pwd'], ['hwk', 'user'], 'phr', true],
  [['pwd', 'otp', 'mfa'], ['swk', 'user'], 'phr', true],
  [[], ['hwk', 'user', 'mfa'], 'phr', true],
  [[], ['swk', 'user'], one, false],
  // Two things that are held are lost with one bag.
  [['hwk', 'user'], ['otp'], one, false],
  [['hwk', 'user'], ['swk', 'user'], one, false],
] as const)('%j and then %j is %s', (before, more, level, helps) => {
  const methods = methodsWith(before, more);
  expect([levelOf(methods), canStepUp(methods)]).toEqual([level, helps]);
  expect(new Set(methods).size).toBe(methods.length);
});

const enough = { is: 'enough' };
const nobody = { rule: 'optional', level: one, enrolled: false, passkey: false, now: 100 } as const;
const withApp = { ...nobody, enrolled: true };
const withPasskey = { ...withApp, passkey: true };

test.each([
  [nobody, enough],
  [withApp, { is: 'prove', level: two }],
  [{ ...withApp, level: two }, enough],
  [{ ...withApp, rule: 'off' }, enough],
  [
    { ...withApp, rule: 'off', wanted: two },
    { is: 'prove', level: two },
  ],
  [
    { ...nobody, rule: 'required' },
    { is: 'enrol', level: two },
  ],
  [
    { ...nobody, rule: 'required', enrolBy: 101 },
    { is: 'enrol', level: two, until: 101 },
  ],
  [
    { ...nobody, rule: 'required', enrolBy: 100 },
    { is: 'enrol', level: two },
  ],
  [{ ...nobody, wanted: two }, enough],
  [
    { ...nobody, wanted: two, insists: two },
    { is: 'enrol', level: two },
  ],
  [{ ...nobody, rule: 'by-risk' }, enough],
  [{ ...nobody, rule: 'by-risk', doubtful: true }, enough],
  [{ ...withApp, rule: 'by-risk' }, enough],
  [
    { ...withApp, rule: 'by-risk', doubtful: true },
    { is: 'prove', level: two },
  ],
  [{ ...withApp, rule: 'by-risk', doubtful: true, level: two }, enough],
  [
    { ...withApp, rule: 'by-risk', wanted: two },
    { is: 'prove', level: two },
  ],
  [{ ...withApp, rule: 'off', doubtful: true }, enough],
  [
    { ...nobody, rule: 'required', doubtful: true },
    { is: 'enrol', level: two },
  ],
  // A browser that remembers a factor is spared one, and proves none.
  [{ ...withApp, spared: true }, enough],
  [{ ...withApp, rule: 'required', spared: true }, enough],
  [
    { ...withApp, spared: true, doubtful: true },
    { is: 'prove', level: two },
  ],
  [
    { ...withApp, rule: 'by-risk', spared: true, doubtful: true },
    { is: 'prove', level: two },
  ],
  [
    { ...withApp, spared: true, wanted: two },
    { is: 'prove', level: two },
  ],
  [
    { ...withPasskey, spared: true, wanted: 'phr' },
    { is: 'prove', level: 'phr' },
  ],
  [
    { ...nobody, rule: 'required', spared: true },
    { is: 'enrol', level: two },
  ],
  // An app that would like a passkey gets one of who has one, and makes nobody have one.
  [{ ...nobody, wanted: 'phr' }, enough],
  [
    { ...withApp, wanted: 'phr' },
    { is: 'prove', level: two },
  ],
  [{ ...withApp, wanted: 'phr', level: two }, enough],
  [
    { ...withPasskey, wanted: 'phr' },
    { is: 'prove', level: 'phr' },
  ],
  [
    { ...withPasskey, wanted: 'phr', level: two },
    { is: 'prove', level: 'phr' },
  ],
  [{ ...withPasskey, wanted: 'phr', level: 'phr' }, enough],
  // One that insists: who has another factor proves that one before a passkey is added to it.
  [
    { ...nobody, wanted: 'phr', insists: 'phr' },
    { is: 'enrol', level: 'phr' },
  ],
  [
    { ...withApp, wanted: 'phr', insists: 'phr' },
    { is: 'prove', level: two },
  ],
  [
    { ...withApp, wanted: 'phr', insists: 'phr', level: two },
    { is: 'enrol', level: 'phr' },
  ],
  [
    { ...withPasskey, wanted: 'phr', insists: 'phr', level: two },
    { is: 'prove', level: 'phr' },
  ],
  // One that insists on two factors, and would like a passkey for one.
  [
    { ...nobody, wanted: 'phr', insists: two },
    { is: 'enrol', level: two },
  ],
  [{ ...withApp, wanted: 'phr', insists: two, level: two }, enough],
  [
    { ...withPasskey, wanted: 'phr', insists: two },
    { is: 'prove', level: 'phr' },
  ],
] as const)('%j needs %j', (facts, step) => {
  expect(decideNext(facts)).toEqual(step);
});

test('of two rules the stricter one holds, and a stricter one asks whomever a milder one asks', () => {
  expect(stricterRule('by-risk', 'optional')).toBe('optional');
  expect(stricterRule('by-risk', 'off')).toBe('by-risk');
  expect(stricterRule('required', 'by-risk')).toBe('required');
  const facts = [true, false].flatMap((enrolled) =>
    [true, false].flatMap((doubtful) => [true, false].map((spared) => ({ enrolled, doubtful, spared }))),
  );
  for (const one of facts) {
    const asks = factorRules.map((rule) => decideNext({ ...nobody, ...one, rule }).is !== 'enough');
    expect(asks.toSorted((a, b) => Number(a) - Number(b))).toEqual(asks);
  }
});
