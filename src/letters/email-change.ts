import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, EmailChanges } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import { randomId } from '../ids.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { Letters } from './render.ts';

/** A letter to the new address, with the code that confirms it. */
export interface EmailCodeRequest {
  readonly account: string;
  readonly to: string;
}

export const emailCodeKind = outgoingKind<EmailCodeRequest>('email-code');
/** Takes the wish for another address: one record, and the letter to follow. */
export function takeEmailCodeRequests(rooms: {
  readonly emailChanges: EmailChanges;
  readonly outgoing: Outgoing;
}): (account: string, to: string) => Promise<void> {
  const { emailChanges, outgoing } = rooms;
  return async (account, to) => {
    await emailChanges.ask(account, to);
    await outgoing.enqueue(emailCodeKind, randomId(), { account, to });
  };
}

/** Sends the code to the new address. Where that is another account's, its owner is told nothing and nobody gets a code. */
export function sendEmailCodes(rooms: {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: Pick<EmailChanges, 'arm'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
}): Attempting<EmailCodeRequest> {
  const { accounts, emailChanges, audit, letters, transport, languages } = rooms;
  return {
    target: () => 'mail server',
    async attempt({ account: id, to }) {
      const armed = await emailChanges.arm(id, to);
      if (!armed) return;
      const account = await accounts.get(id);
      const language = chooseLanguage(account?.locale, undefined, languages);
      await handOver(transport, { ...letters.render({ kind: 'new-email', ...armed }, language), to });
    },
    undelivered: ({ account }, why) => letterGivenUp(audit, 'new-email', why, { account }),
  };
}
