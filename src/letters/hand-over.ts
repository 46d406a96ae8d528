import { AddressRefused, type Mail, type MailTransport } from '../../adapters/mail/index.ts';
import { Undelivered } from '../outgoing/index.ts';

/** Gives a letter that waits until it has gone out to the mail server. @throws {Undelivered} when that does not take it */
export async function handOver(transport: MailTransport, mail: Mail): Promise<void> {
  try {
    await transport.send(mail);
  } catch (error) {
    if (error instanceof AddressRefused) throw new Undelivered('address_refused', { final: true });
    throw new Undelivered('mail_server', { cause: error });
  }
}
