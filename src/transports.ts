import { createOutbox, smtpTransport, type MailTransport, type Outbox } from '../adapters/mail/index.ts';
import { outboxTransport, twilioTransport, webhookTransport, type SmsTransport } from '../adapters/sms/index.ts';
import type { Settings } from '../config/index.ts';
import type { Rooms } from './rooms/index.ts';

/** How letters go: by a mail server, or to the outbox, which is there for text messages as well. */
export async function mailFor(
  settings: Settings,
  now: () => number,
): Promise<{ transport: MailTransport; outbox?: Outbox }> {
  const { smtpUrl, mailFrom, factors } = settings;
  const outbox = smtpUrl === undefined || factors.sms.transport === 'outbox' ? createOutbox(now) : undefined;
  const transport = smtpUrl === undefined ? outbox : await smtpTransport(smtpUrl, mailFrom);
  if (!transport) throw new Error('letters go nowhere');
  return { transport, ...(outbox && { outbox }) };
}

/** How text messages go. What is missing for it was refused with the settings. */
export function smsFor({ settings, fetch, clock }: Rooms, outbox: Outbox | undefined): SmsTransport | undefined {
  const { transport, ...sms } = settings.factors.sms;
  const { twilioAccount: id = '', twilioToken: token = '', twilioFrom: from = '' } = sms;
  switch (transport) {
    case 'off':
      return undefined;
    case 'outbox':
      return outbox && outboxTransport(outbox);
    case 'twilio':
      return twilioTransport({ id, token, from, url: sms.twilioUrl }, fetch);
    case 'webhook':
      return webhookTransport(sms.webhookUrl ?? '', sms.webhookSecret ?? '', fetch, () => clock.now());
  }
}
