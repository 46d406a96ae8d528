import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Audit, Listener } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import type { Seconds } from '../clock.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { Letters } from './render.ts';

/** A letter to the address that an account had until its former one took it back. */
export interface EmailLeftLetter {
  readonly account: string;
  readonly to: string;
  readonly at: Seconds;
}

export const emailLeftKind = outgoingKind<EmailLeftLetter>('email-left');

/**
 * Hears that a change of address was taken back, and enqueues a letter to the one that the account has left. An intruder
 * learns nothing there that the next sign-in would not say; an owner whose change somebody took back who reads the former
 * mailbox hears of it nowhere else.
 */
export function announceEmailLeft(rooms: {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly outgoing: Outgoing;
}): Listener {
  const { accounts, outgoing } = rooms;
  return async ({ id, kind, at, account }) => {
    if (kind !== 'email.restored' || account === undefined) return;
    const to = (await accounts.get(account))?.leftEmail;
    if (to !== undefined) await outgoing.enqueue(emailLeftKind, id, { account, to, at });
  };
}

/** Sends it: no link in it does anything, and it does not say what the other address is. */
export function sendEmailLeft(rooms: {
  readonly issuer: string;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
}): Attempting<EmailLeftLetter> {
  const { issuer, accounts, audit, letters, transport, languages } = rooms;
  return {
    target: () => 'mail server',
    async attempt({ account: of, to, at }, { id }) {
      const account = await accounts.get(of);
      // Deleted, or moved there once more, since.
      if (!account || account.email === to) return;
      const suspended = account.disabledAt !== undefined;
      const content = { kind: 'email-left', link: `${issuer}/account`, at, suspended } as const;
      await handOver(transport, {
        ...letters.render(content, chooseLanguage(account.locale, undefined, languages)),
        to,
        // By the entry's id, so that one sent again after a crash is recognised as the same.
        messageId: `<${emailLeftKind.name}.${id}@${new URL(issuer).hostname}>`,
      });
    },
    undelivered: ({ account }, why) => letterGivenUp(audit, 'email-left', why, { account }),
  };
}
