import { z } from 'zod';
import { setting } from '../describe.ts';
import { day, minute } from '../durations.ts';
import { interval, seconds } from '../types.ts';

/** How keys follow each other. */
export const keys = z.strictObject({
  rotateSigningAfter: setting(interval(day, 1000 * day).default(90 * day), {
    description:
      'How old the keys that sign ID tokens and JWT access tokens get before the next ones are made, by themselves.',
    unit: 'seconds',
  }),
  rotateMacAfter: setting(interval(day, 1000 * day).default(90 * day), {
    description:
      'How old the keys of refresh tokens, session cookies and other cookies get before the next ones are made, by themselves. What was made with a former key stays good.',
    unit: 'seconds',
  }),
  publishBefore: setting(seconds(minute, 30 * day).default(day), {
    description:
      'How long a new signing key is shown at /jwks before it signs: longer than any app or API keeps what it read there.',
    unit: 'seconds',
  }),
});
