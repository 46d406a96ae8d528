import { z } from 'zod';
import { setting } from '../describe.ts';
import { day, hour } from '../durations.ts';
import { seconds } from '../types.ts';
import { sms } from './sms.ts';

/** Second factors. */
export const factors = z.strictObject({
  secondFactor: setting(z.enum(['off', 'by-risk', 'optional', 'required']).default('optional'), {
    description:
      'Second factors at a sign-in: off asks nobody, by-risk asks who has set one up where the sign-in is unlike before (see risk), optional asks who has set one up, required asks everybody and lets who has none set one up. A client can only be stricter, unless it says dangerouslyAllowOneFactor.',
  }),
  resetAfter: setting(seconds(hour, 30 * day).default(72 * hour), {
    description:
      'How long what an admin starts for somebody who has lost their second factors or their mailbox waits, while every address and device of the account is told and can stop it; and how long a first second factor waits to be taken away of which its owner said “this was not me”.',
    unit: 'seconds',
  }),
  grace: setting(seconds(0, 90 * day).default(0), {
    description:
      'Where a second factor is required: how long somebody who has none may put off setting one up, from the first time they are asked. Until then a password alone opens the account.',
    unit: 'seconds',
  }),
  rememberFor: setting(seconds(0, 400 * day).default(0), {
    description:
      'How long a browser in which a second factor was proven may be spared it, where its person ticks that: then the password alone lets in, and apps are told so. 0 is never. A client can allow less (rememberFactorFor).',
    unit: 'seconds',
  }),
  passkeys: z.strictObject({
    userVerification: setting(z.enum(['preferred', 'required']).default('preferred'), {
      description:
        'Whether whatever holds a passkey must see that it is its owner (a finger, a face, a PIN), or is only asked to. Where it did, the passkey counts as two factors. With required, security keys without a PIN cannot be used at all.',
    }),
    attestation: setting(z.enum(['none', 'direct']).default('none'), {
      description:
        'Whether the maker of what holds a new passkey is asked to vouch for it (direct). What it says is verified and stands in the audit record; many browsers then ask the person first.',
    }),
  }),
  emailCodes: setting(z.boolean().default(false), {
    description:
      'Whether people can have codes sent to their email address as a second factor. NIST SP 800-63B-4 §3.1.3.1 and ASVS 6.3.6 take that for none: who has the mailbox sets a new password there too. Better than the password alone, and worse than everything else.',
  }),
  sms,
});
