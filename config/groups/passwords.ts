import { z } from 'zod';
import { setting } from '../describe.ts';
import { url } from '../types.ts';

/** What passwords may be, and what guessing one costs. */
export const passwords = z.strictObject({
  leastLength: setting(z.int().min(8).max(64).default(8), {
    description:
      'How many characters a new password must have. NIST SP 800-63B-4 wants 15 where a password is all that people sign in with, and 8 beside a second factor. Passwords that were chosen under another setting stay good.',
  }),
  breached: setting(z.enum(['embedded', 'pwnedpasswords']).default('embedded'), {
    description:
      'What a new password is compared with. embedded: the 49,233 that are used most, in the program. pwnedpasswords: also all that are known from breaches, by asking a service for the first 5 of 40 digits of a SHA-1; where it does not answer within 1.5 seconds, the password is taken.',
  }),
  breachedUrl: setting(url('https', 'http').default('https://api.pwnedpasswords.com/range/'), {
    description:
      'Where breached passwords are asked for: the digits are put behind it. A copy of your own must be at a public address, as everything that is asked.',
  }),
  memory: setting(z.int().min(19_456).max(4_194_304).default(19_456), {
    description: 'Memory for one hash (argon2id, m). Not under the minimum of the OWASP Password Storage Cheat Sheet.',
    unit: 'KiB',
  }),
  iterations: setting(z.int().min(2).max(100).default(2), { description: 'Passes over the memory (argon2id, t).' }),
  parallelism: setting(z.int().min(1).max(16).default(1), { description: 'Lanes (argon2id, p).' }),
  queue: setting(z.int().min(1).max(10_000).default(200), {
    description: 'How many passwords may wait to be hashed or judged; more are told to try again in a moment.',
  }),
});
