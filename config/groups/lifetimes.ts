import { z } from 'zod';
import { setting } from '../describe.ts';
import { day, hour, minute } from '../durations.ts';
import { seconds } from '../types.ts';

/** How long what is issued is good. */
export const lifetimes = z.strictObject({
  sessionIdle: setting(seconds(5 * minute, 400 * day).default(14 * day), {
    description:
      'How long a browser stays signed in without being used. Apps that hang on its session use it by refreshing, and go on when it has expired.',
    unit: 'seconds',
  }),
  sessionAbsolute: setting(seconds(5 * minute, 400 * day).default(90 * day), {
    description: 'How long a browser stays signed in at most.',
    unit: 'seconds',
  }),
  authorizationCode: setting(seconds(10, 10 * minute).default(60), {
    description: 'How long an authorization code can be redeemed (RFC 6749 §4.1.2).',
    unit: 'seconds',
  }),
  accessToken: setting(seconds(30, day).default(10 * minute), {
    description: 'How long an opaque access token lives; it dies earlier with its family, account or client.',
    unit: 'seconds',
  }),
  jwtAccessToken: setting(seconds(30, hour).default(5 * minute), {
    description:
      'How long a JWT access token lives (RFC 9068). Elsewhere it stays good for that long after a sign-out.',
    unit: 'seconds',
  }),
  idToken: setting(seconds(30, day).default(10 * minute), {
    description: 'How long an ID token is to be accepted.',
    unit: 'seconds',
  }),
  interaction: setting(seconds(5 * minute, day).default(hour), {
    description: 'How long a person may take to sign in or to consent.',
    unit: 'seconds',
  }),
  refreshIdle: setting(seconds(minute, 400 * day).default(30 * day), {
    description:
      'How long a refresh token is good without being used, where the client says nothing else. Whether its session has expired does not count; a sign-out does, without survivesSignOut.',
    unit: 'seconds',
  }),
  refreshAbsolute: setting(seconds(minute, 1000 * day).default(365 * day), {
    description: 'How long an app may refresh in all, where the client says nothing else.',
    unit: 'seconds',
  }),
});
