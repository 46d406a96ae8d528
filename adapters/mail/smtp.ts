import { createTransport } from 'nodemailer';
import type { MailTransport } from './mail.ts';

/** Sends by SMTP. @param url `smtp://user:password@host:587` or `smtps://…` @param from the sender's address */
export function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({ url, connectionTimeout: 10_000, socketTimeout: 30_000 }, { from });
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true });
    },
    close: () => transport.close(),
  };
}
