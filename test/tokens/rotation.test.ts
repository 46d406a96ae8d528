import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideRotation, rotates, type Family, type Sender, type Sighting } from '../../src/tokens/index.ts';

const now = 1_000_000;
const firefox: Sighting = { at: now, address: '203.0.113.7', name: 'Firefox', system: 'Linux', appVersion: '1.0' };
const anybody: Sender = { authenticated: false };
const proven: Sender = { authenticated: true };
const keyed: Sender = { authenticated: false, jkt: 'key' };
const certified: Sender = { authenticated: true, x5t: 'certificate' };

/** A family whose generation 5 was made so many seconds ago. */
type Decided = Pick<Family, 'generation' | 'keyId' | 'formerKeyId' | 'rotatedAt' | 'sender' | 'last'>;
const family = (sender: Sender, ago = 5): Decided => ({
  generation: 5,
  keyId: 'mac-2',
  rotatedAt: now - ago,
  sender,
  last: firefox,
});
const decide = (
  of: Decided,
  generation: number,
  { sender = of.sender, sighting = firefox, reuseInterval = 30, keyId = 'mac-2' } = {},
) => decideRotation(of, { generation, keyId }, { reuseInterval }, { sender, sighting }, now);

test.each([
  ['current', 5, 'rotate'],
  ['just rotated', 4, 'repeat'],
  ['two back', 3, 'reuse'],
  ['the first', 1, 'reuse'],
  ['one that was never made', 6, 'ahead'],
])('the generation that is %s', (_, presented, decision) => {
  expect(decide(family(proven), presented)).toBe(decision);
});

test.each<[string, number, string, string | undefined, 'rotate' | 'repeat' | 'reuse']>([
  ['the current one with a former key', 5, 'mac-1', undefined, 'reuse'],
  ['the current one with the key before', 5, 'mac-1', 'mac-1', 'reuse'],
  ['the current one with a key of later', 5, 'mac-3', undefined, 'reuse'],
  ['the one before with its own key', 4, 'mac-1', 'mac-1', 'repeat'],
  ['the one before with the key of now', 4, 'mac-2', 'mac-1', 'reuse'],
  ['the one before with a former key', 4, 'mac-1', undefined, 'reuse'],
])('a generation is good with the key that it was made with: %s', (_, generation, keyId, formerKeyId, decision) => {
  const of = { ...family(proven), ...(formerKeyId !== undefined && { formerKeyId }) };
  expect(decide(of, generation, { keyId })).toBe(decision);
});

test('a family that never rotated has nothing to repeat', () => {
  const { rotatedAt: _, ...fresh } = family(proven);
  expect(decide(fresh, 4)).toBe('reuse');
});

test.each([
  [30, 'repeat'],
  [31, 'reuse'],
  [0, 'repeat'],
  [-30, 'repeat'],
  [-31, 'reuse'],
  [-3600, 'reuse'],
])('a generation made %i seconds ago, by a clock that may have been set back', (ago, decision) => {
  expect(decide(family(proven, ago), 4)).toBe(decision);
});

describe('the same sender is', () => {
  const other = { jkt: 'another', x5t: 'another' };
  test.each<[string, Sender, { sender?: Sender; sighting?: Sighting }, 'repeat' | 'reuse']>([
    ['who proves the same key, whatever it looks like', keyed, { sighting: { at: now } }, 'repeat'],
    ['nobody with another key', keyed, { sender: { ...keyed, jkt: other.jkt } }, 'reuse'],
    ['nobody without the key', keyed, { sender: anybody }, 'reuse'],
    ['nobody with a certificate in place of the key', keyed, { sender: { ...anybody, x5t: 'key' } }, 'reuse'],
    ['who shows the same certificate', certified, { sighting: { at: now } }, 'repeat'],
    ['nobody with another certificate', certified, { sender: { ...certified, x5t: other.x5t } }, 'reuse'],
    ['the client that proved who it is, whatever it looks like', proven, { sighting: { at: now } }, 'repeat'],
    ['nobody who did not', proven, { sender: anybody }, 'reuse'],
    ['who looks the same', anybody, {}, 'repeat'],
    ['who looks the same, at another address', anybody, { sighting: { ...firefox, address: '8.8.8.8' } }, 'repeat'],
    ['who looks the same, in another country', anybody, { sighting: { ...firefox, country: 'US' } }, 'repeat'],
    ['nobody with another browser', anybody, { sighting: { ...firefox, name: 'Chrome' } }, 'reuse'],
    ['nobody with another system', anybody, { sighting: { ...firefox, system: 'Windows' } }, 'reuse'],
    ['nobody with another version of the app', anybody, { sighting: { ...firefox, appVersion: '1.1' } }, 'reuse'],
    ['nobody who says less', anybody, { sighting: { at: now, name: 'Firefox', system: 'Linux' } }, 'reuse'],
    ['nobody who says nothing', anybody, { sighting: { at: now } }, 'reuse'],
  ])('%s', (_, bound, by, decision) => {
    expect(decide(family(bound), 4, by)).toBe(decision);
  });
});

describe('the interval', () => {
  test.each<[string, Sender, number, number, 'repeat' | 'reuse']>([
    ['holds to its end', proven, 30, 30, 'repeat'],
    ['holds no longer', proven, 30, 31, 'reuse'],
    ['of a key is the client’s', keyed, 30, 30, 'repeat'],
    ['of a certificate is the client’s', certified, 30, 30, 'repeat'],
    ['of who proves nothing is ten seconds', anybody, 60, 10, 'repeat'],
    ['of who proves nothing is never longer', anybody, 60, 11, 'reuse'],
    ['of who proves nothing may be shorter', anybody, 3, 4, 'reuse'],
    ['of zero is none at all', proven, 0, 0, 'reuse'],
  ])('%s', (_, sender, reuseInterval, ago, decision) => {
    expect(decide(family(sender, ago), 4, { reuseInterval })).toBe(decision);
  });
});

test('whatever the family and the rule, only the generation just before is ever repeated', () => {
  const senders = fc.constantFrom(anybody, proven, keyed, certified);
  fc.assert(
    fc.property(
      senders,
      senders,
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (bound, sender, presented, ago, reuseInterval) => {
        const decision = decide(family(bound, ago), presented, { sender, reuseInterval });
        expect(decision === 'rotate').toBe(presented === 5);
        expect(decision === 'ahead').toBe(presented > 5);
        if (decision === 'repeat') {
          expect([presented, ago <= reuseInterval]).toEqual([4, true]);
          if (bound === anybody) expect(ago).toBeLessThanOrEqual(10);
        }
      },
    ),
  );
});

test.each<['always' | 'never' | 'unless-sender-constrained', Sender, boolean]>([
  ['always', keyed, true],
  ['always', anybody, true],
  ['never', anybody, false],
  ['never', certified, false],
  ['unless-sender-constrained', anybody, true],
  ['unless-sender-constrained', proven, true],
  ['unless-sender-constrained', keyed, false],
  ['unless-sender-constrained', certified, false],
])('%s: %p moves on: %p', (rotation, sender, moves) => {
  expect(rotates({ rotation }, sender)).toBe(moves);
});
