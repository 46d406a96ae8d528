import { AddressRefused, type MailTransport } from './mail.ts';

/** Sends by SMTP. @param url `smtp://user:password@host:587` or `smtps://…` @param from the sender's address */
export async function smtpTransport(url: string, from: string): Promise<MailTransport> {
  // Loaded where there is a mail server: without one it would be 10 MB for nothing.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ url, connectionTimeout: 10_000, socketTimeout: 30_000 }, { from });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true });
      } catch (error) {
        throw refusesAddress(error) ? new AddressRefused() : withoutTheirWords(error);
      }
    },
    close: () => transport.close(),
  };
}

/** A permanent negative reply (RFC 5321 §4.2.1) to the recipient. One to the sender or the sign-in is ours to mend. */
function refusesAddress(error: unknown): boolean {
  const { command, responseCode } = error as { readonly command?: string; readonly responseCode?: number };
  return command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500;
}

/** A mail server's answer has the recipient's address in it, and errors are logged: what is left of it is its number. */
function withoutTheirWords(error: unknown): unknown {
  const { command = '', responseCode } = error as { readonly command?: string; readonly responseCode?: number };
  return responseCode === undefined ? error : new Error(`the mail server answered ${responseCode} to ${command}`);
}
