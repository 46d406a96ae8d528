import { expect, test } from '@jest/globals';
import { generateSync } from 'otplib';
import { openAuthenticatorCodes } from '../../src/factors/authenticator-app.ts';

const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const now = 1_800_000_015;
const step = now / 30 - 0.5;
const codeAt = (epoch: number): string => generateSync({ secret: seed, epoch });

test('a code is taken a step to either side of now, and never one of a step that was taken', async () => {
  const { stepOf } = await openAuthenticatorCodes();
  const found = (steps: number, after: number) => stepOf(seed, codeAt(now + steps * 30), now, after);
  expect([-2, -1, 0, 1, 2].map((steps) => found(steps, 0))).toEqual([undefined, step - 1, step, step + 1, undefined]);
  expect([-1, 0, 1].map((steps) => found(steps, step))).toEqual([undefined, undefined, step + 1]);
  expect([-1, 0, 1].map((steps) => found(steps, step + 1))).toEqual([undefined, undefined, undefined]);
});

test('after a clock went back no code is right until it is where it was', async () => {
  const { stepOf } = await openAuthenticatorCodes();
  expect(stepOf(seed, codeAt(now), now, step + 120)).toBeUndefined();
});
