export { AddressRefused, type Mail, type MailTransport } from './mail.ts';
export { createOutbox, type Outbox, type SentMail } from './outbox.ts';
export { smtpTransport } from './smtp.ts';
