import type { MailTransport } from '../mail/index.ts';
import type { SmsTransport } from './sms.ts';

/** Text messages of the development profile: shown among the letters instead of being sent. */
export const outboxTransport = (outbox: Pick<MailTransport, 'send'>): SmsTransport => ({
  send: ({ to, text }) => outbox.send({ to, subject: text.split('\n')[0] ?? '', text, html: '' }),
});
