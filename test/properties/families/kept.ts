import type { Sequence } from './sequence.ts';

/**
 * Sequences that once failed, each with what was wrong: with the program, or, where a rule was about to catch somebody,
 * with the specification. They are played first, every time.
 */
export const kept: Readonly<Record<string, Sequence>> = {
  'the owner was given the successor that a stranger had just got, and nobody heard of the copy': [
    { step: 'sign in', app: 'spa', device: 0, pages: false },
    { step: 'together', deeds: [{ do: 'refresh', of: 0, back: 0, as: 'stranger', times: 1 }] },
    { step: 'together', deeds: [{ do: 'refresh', of: 0, back: 1, as: 'owner', times: 1 }] },
  ],
  'a sign-in of an account that was disabled meanwhile was answered 500': [
    { step: 'sign in', app: 'spa', device: 0, pages: false },
    {
      step: 'together',
      deeds: [
        ...Array.from({ length: 6 }, () => ({ do: 'authorize', app: 'spa', device: 0 }) as const),
        { do: 'end', of: 0, how: 'the account is disabled' },
      ],
    },
  ],
  'the sign-out of a later session left an app signed in by one that had expired': [
    { step: 'sign in', app: 'spa', device: 0, pages: false },
    { step: 'wait', seconds: 7200 },
    { step: 'sign in', app: 'web', device: 0, pages: false },
    { step: 'together', deeds: [{ do: 'end', of: 1, how: 'sign-out on the device' }] },
  ],
  'the app that signed its person out went on, because the session had expired': [
    { step: 'sign in', app: 'web', device: 0, pages: false },
    { step: 'wait', seconds: 7200 },
    { step: 'together', deeds: [{ do: 'end', of: 0, how: 'sign-out on the device' }] },
  ],
  'a retry at a node whose clock was behind was answered 500: it did not know the successor’s key yet': [
    { step: 'sign in', app: 'spa', device: 0, pages: true },
    { step: 'set the clocks back', seconds: 30 },
    { step: 'rotate the keys', seconds: 61 },
    { step: 'one clock is behind', node: 0, seconds: 30 },
    {
      step: 'together',
      deeds: [{ do: 'refresh', of: 0, back: 0, as: 'owner', times: 2, wish: 'less', lost: undefined }],
    },
    {
      step: 'together',
      deeds: [
        { do: 'refresh', of: 0, back: 0, as: 'owner', times: 2 },
        { do: 'refresh', of: 0, back: 0, as: 'owner', times: 1 },
      ],
    },
  ],
  'a stranger whom a rule was about to catch, when the owner was faster, was told of by another reason than expected': [
    { step: 'sign in', app: 'spa that is held to its browser', device: 0, pages: false },
    {
      step: 'together',
      deeds: [
        { do: 'refresh', of: 0, back: 1, as: 'owner', times: 2 },
        { do: 'refresh', of: 0, back: 0, as: 'stranger', times: 1 },
      ],
    },
  ],
  'an app that was disconnected went on, because the clocks had been set back since its sign-in': [
    { step: 'sign in', app: 'spa', device: 0, pages: false },
    { step: 'set the clocks back', seconds: 600 },
    { step: 'together', deeds: [{ do: 'end', of: 0, how: 'the app is disconnected' }] },
  ],
  'a code of before an app was disconnected was good, because the clocks had been set back since': [
    { step: 'together', deeds: [{ do: 'authorize', app: 'spa', device: 0 }] },
    { step: 'set the clocks back', seconds: 600 },
    { step: 'together', deeds: [{ do: 'end', of: 0, how: 'the app is disconnected' }] },
    { step: 'together', deeds: [{ do: 'redeem', of: 0, times: 1 }] },
  ],
  'a code that was used twice, and first where a clock was behind its client’s registration, ended what nothing works of':
    [
      { step: 'together', deeds: [{ do: 'authorize', app: 'its own', device: 0 }] },
      { step: 'one clock is behind', node: 0, seconds: 30 },
      { step: 'together', deeds: [{ do: 'redeem', of: 0, times: 3 }] },
    ],
};
