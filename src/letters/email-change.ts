import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, EmailChanges } from '../accounts/index.ts';
import type { Audit, Listener } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import { randomId } from '../ids.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver } from './hand-over.ts';
import type { LetterContent, Letters } from './render.ts';

/** A letter to the new address, with the code that confirms it. */
export interface EmailCodeRequest {
  readonly account: string;
  readonly to: string;
}

export const emailCodeKind = outgoingKind<EmailCodeRequest>('email-code');
/** A letter to the former address, with the link that takes the change back. */
export const emailUndoKind = outgoingKind<{ readonly account: string }>('email-undo');

/** Hears of a changed address, and enqueues the letter to the former one. */
export function announceEmailChanges({ outgoing }: { readonly outgoing: Outgoing }): Listener {
  return async ({ id, kind, account }) => {
    if (kind === 'email.changed' && account !== undefined) await outgoing.enqueue(emailUndoKind, id, { account });
  };
}

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

interface Rooms {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: EmailChanges;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
}

/** Sends the code to the new address. Where that is another account's, its owner is told nothing and nobody gets a code. */
export function sendEmailCodes(rooms: Rooms): Attempting<EmailCodeRequest> {
  return {
    target: () => 'mail server',
    async attempt({ account, to }) {
      const armed = await rooms.emailChanges.arm(account, to);
      if (armed) await send(rooms, account, to, { kind: 'new-email', ...armed });
    },
    undelivered: undelivered(rooms.audit, 'new-email'),
  };
}

/**
 * Sends the link to the former address.
 * @param rooms.linkTo the address of the page that the link opens
 */
export function sendEmailUndos(
  rooms: Rooms & { readonly linkTo: (token: string) => string },
): Attempting<{ readonly account: string }> {
  return {
    target: () => 'mail server',
    async attempt({ account }) {
      const armed = await rooms.emailChanges.undoOf(account);
      if (!armed) return;
      const link = rooms.linkTo(armed.token);
      await send(rooms, account, armed.email, { kind: 'email-changed', link, hours: rooms.emailChanges.hours });
    },
    undelivered: undelivered(rooms.audit, 'email-changed'),
  };
}

async function send(
  { accounts, letters, transport, languages }: Rooms,
  id: string,
  to: string,
  content: LetterContent,
) {
  const account = await accounts.get(id);
  const letter = letters.render(content, chooseLanguage(account?.locale, undefined, languages));
  await handOver(transport, { ...letter, to });
}

const undelivered =
  (audit: Audit, letter: string): Attempting<{ readonly account: string }>['undelivered'] =>
  ({ account }, { reason, tries }) =>
    audit.newEvent({ kind: 'letter.undelivered', outcome: 'refused', account, detail: { letter, reason, tries } });
