export type { Mail, MailTransport } from './mail.ts';
export { createOutbox, type Outbox, type SentMail } from './outbox.ts';
export { smtpTransport } from './smtp.ts';
