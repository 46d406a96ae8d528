import { z } from 'zod';
import { setting } from '../describe.ts';
import { day, hour } from '../durations.ts';
import { domain, seconds } from '../types.ts';

/** Who can make themselves an account. */
export const signUp = z.strictObject({
  mode: setting(z.enum(['open', 'invitation', 'closed']).default('open'), {
    description:
      'Who can make themselves an account: everybody, whoever was invited (`postern invite ann@example.com`), or nobody.',
  }),
  invitationLifetime: setting(seconds(hour, 90 * day).default(7 * day), {
    description: 'How long the link in an invitation is good.',
    unit: 'seconds',
  }),
  refuseDisposable: setting(z.boolean().default(false), {
    description:
      'Whether addresses are refused that anybody gets for a few minutes, by a list of some 9,000 domains in the program. Such lists are never complete and sometimes wrong, and somebody who has such an address with good reason is turned away.',
  }),
  refusedDomains: setting(z.array(domain()).default([]), {
    description:
      'Domains whose addresses nobody can sign up with or change to; all that is below them too. Who has one already keeps it.',
  }),
  allowedDomains: setting(z.array(domain()).default([]), {
    description:
      'The only domains whose addresses people can sign up with or change to, and all that is below them; none for all domains. Invitations go to any address.',
  }),
});
