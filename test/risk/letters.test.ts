import { expect, test } from '@jest/globals';
import type { Event } from '../../src/audit/index.ts';
import { noticeOwners } from '../../src/letters/index.ts';
import type { RiskRules } from '../../src/risk/index.ts';

const rules: RiskRules = {
  newDevice: 'letter',
  newCountry: 'factor',
  impossibleTravel: 'block',
  badNetwork: 'nothing',
  unusualHour: 'nothing',
};
const silent: RiskRules = { ...rules, newDevice: 'nothing', newCountry: 'nothing' };

/** The kind of letter that an event makes. */
async function letterOf(kind: Event['kind'], detail: Event['detail'] & object, said: RiskRules): Promise<unknown> {
  const sent: unknown[] = [];
  const listener = noticeOwners({
    rules: said,
    ephemera: {
      get: () => Promise.resolve(undefined),
      increment: () => Promise.resolve({ count: 1, ends: 0, left: 0 }),
      putIfAbsent: () => Promise.resolve(true),
    } as never,
    outgoing: {
      isKnown: () => Promise.resolve(false),
      enqueue: (_kind: unknown, _id: unknown, { kind: letter }: { kind: string }) => Promise.resolve(sent.push(letter)),
    } as never,
  });
  await listener({ id: 'event', kind, at: 1, outcome: 'done', account: 'somebody', detail });
  return sent[0];
}

test.each<[Event['kind'], Event['detail'] & object, RiskRules, string | undefined]>([
  ['device.new', {}, rules, 'new-device'],
  ['device.new', {}, silent, undefined],
  ['device.new', { signals: 'newDevice, impossibleTravel' }, silent, 'new-device'],
  ['device.new', { signals: 'newDevice, badNetwork' }, silent, undefined],
  // In a browser without a record the device's letter says it.
  ['account.signed_in', { signals: 'newCountry' }, rules, undefined],
  ['account.signed_in', { signals: 'newCountry', device: 'laptop' }, rules, 'unusual-sign-in'],
  ['account.signed_in', { signals: 'newCountry', device: 'laptop' }, silent, undefined],
  ['account.signed_in', { signals: 'newCountry', device: 'laptop', told: true }, rules, undefined],
  ['account.signed_in', { signals: 'badNetwork, unusualHour', device: 'laptop' }, rules, undefined],
  ['account.signed_in', { signals: 'newDevice', device: 'laptop' }, rules, undefined],
  ['account.signed_in', { device: 'laptop' }, rules, undefined],
  ['account.signed_in', { signals: 'newDevice', device: 'laptop', back: true }, rules, 'device-again'],
  [
    'account.signed_in',
    { signals: 'newDevice', device: 'laptop', back: true, putOut: true },
    rules,
    'ended-device-again',
  ],
  ['account.signed_in', { signals: 'newDevice', device: 'laptop', back: true }, silent, undefined],
  ['account.sign_in_refused', { reason: 'unlike_before', signals: 'impossibleTravel' }, rules, 'sign-in-blocked'],
  ['account.sign_in_refused', { reason: 'wrong_password' }, rules, undefined],
  ['factor.first_used', { factor: 'app', device: 'laptop' }, rules, 'factor-first-used'],
])('%s with %j', async (kind, detail, said, letter) => {
  expect(await letterOf(kind, detail, said)).toBe(letter);
});
