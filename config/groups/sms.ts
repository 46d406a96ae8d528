import { z } from 'zod';
import { setting } from '../describe.ts';
import { country, twilioSender, url, webhookSecret } from '../types.ts';

/** Codes by text message: how they go, to whom, and what they may cost. */
export const sms = z.strictObject({
  transport: setting(z.enum(['off', 'outbox', 'twilio', 'webhook']).default('off'), {
    description:
      'How codes go by text message. NIST SP 800-63B-4 restricts them: numbers are taken over, and messages read on their way. outbox shows them on the outbox page (development only); webhook posts them to webhookUrl, signed as Standard Webhooks says.',
  }),
  countries: setting(z.array(country()).default([]), {
    description:
      'The countries whose numbers messages are sent to, by their two letters (ISO 3166-1); a number without its country’s code is of the first. Needed where messages are sent: whoever shares what a message costs has many sent to expensive countries.',
  }),
  mostInADay: setting(z.int().min(1).max(10_000_000).default(500), {
    description:
      'How many messages are sent in a day in all. It bounds what toll fraud can cost: as high as the sign-ins of a busy day need. 30 % of them are kept for numbers that an account has proven.',
  }),
  mostPerPrefix: setting(z.int().min(1).max(10_000_000).default(100), {
    description:
      'How many messages are sent in a day to numbers that begin with the same calling code and four digits, half of them within an hour. 30 % of them are kept for numbers that an account has proven.',
  }),
  twilioAccount: setting(
    z
      .string()
      .regex(/^AC[0-9a-f]{32}$/)
      .describe('the id of an account (AC…)')
      .exactOptional(),
    {
      description: 'The account at Twilio, or another service that answers as it does.',
    },
  ),
  twilioToken: setting(z.string().min(1).max(200).describe('a text').exactOptional(), {
    description: 'The auth token of that account.',
    secret: true,
  }),
  twilioFrom: setting(twilioSender().exactOptional(), {
    description: 'What messages are sent from: a number, the id of a messaging service, or a name.',
  }),
  twilioUrl: setting(url('https', 'http').default('https://api.twilio.com'), {
    description: 'Where Twilio’s API is. It must be a public address, as everything that is asked.',
  }),
  webhookUrl: setting(url('https', 'http').exactOptional(), {
    description: 'Where messages are posted to. It must be a public address, as everything that is asked.',
  }),
  webhookSecret: setting(webhookSecret().exactOptional(), {
    description: 'What they are signed with (HMAC-SHA-256): `whsec_` and 24 to 64 random bytes in base64.',
    secret: true,
  }),
});
