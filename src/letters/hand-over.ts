import { AddressRefused, type Mail, type MailTransport } from '../../adapters/mail/index.ts';
import type { Audit, Event } from '../audit/index.ts';
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

/** The event that says that a letter was given up. @param letter what kind of letter it was */
export const letterGivenUp = (
  audit: Pick<Audit, 'newEvent'>,
  letter: string,
  detail: { readonly reason: string; readonly tries: number },
  about: Pick<Event, 'account' | 'client'> = {},
): Event => audit.newEvent({ kind: 'letter.undelivered', outcome: 'refused', ...about, detail: { letter, ...detail } });
