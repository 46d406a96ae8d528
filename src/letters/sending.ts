import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, Denials, EmailChanges } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import type { Clients } from '../clients/index.ts';
import type { Attempting, Outgoing } from '../outgoing/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import { canBeDenied, factsOfNotice } from './notice-facts.ts';
import { noticeKind, toFormerAlone, type Notice } from './notices.ts';
import type { Letters } from './render.ts';

/**
 * Sends notices: written at each attempt anew, in the language and to the address that the account has then. As long as a
 * change of address can be taken back, the former one is told too: whoever changed it would else be all who hears what
 * becomes of the account.
 */
export function sendNotices(rooms: {
  readonly issuer: string;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: Pick<EmailChanges, 'formerOf'>;
  readonly denials: Pick<Denials, 'tokenOf' | 'until' | 'untilAtFormer'>;
  readonly outgoing: Pick<Outgoing, 'enqueue'>;
  readonly clients: Pick<Clients, 'get'>;
  readonly places: Places;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  /** The installation's, the usual one first. */
  readonly languages: readonly [string, ...string[]];
  /** The address of the page on which the owner says that it was not them. */
  readonly linkTo: (token: string) => string;
}): Attempting<Notice> {
  const { issuer, accounts, emailChanges, denials, outgoing, audit, letters, transport, languages, linkTo } = rooms;

  return {
    target: () => 'mail server',

    async attempt(notice, { id }) {
      const account = await accounts.get(notice.account);
      // Deleted meanwhile: there is nobody to tell.
      if (!account) return;
      const { kind, event, at, last, former = false } = notice;
      const formerEmail = emailChanges.formerOf(account);
      // Looked at here, and first: the address may be another one since the notice was made.
      if (!former && formerEmail !== undefined && canBeDenied(kind)) {
        await outgoing.enqueue(noticeKind, `${event}.former`, { ...notice, former: true });
      }
      const to = former ? formerEmail : account.email;
      if (to === undefined || (!former && toFormerAlone.has(kind))) return;
      const link = () => linkTo(denials.tokenOf(event, to));
      const letter = letters.render(
        {
          kind: 'notice',
          ...(await factsOfNotice(rooms, notice)),
          ...{ last, former, suspended: account.disabledAt !== undefined, devices: `${issuer}/account/devices` },
          ...(canBeDenied(kind) && {
            deny: { link: link(), until: former ? denials.untilAtFormer(account, at) : denials.until(account, at) },
          }),
        },
        chooseLanguage(account.locale, undefined, languages),
      );
      // By the entry's id, so that one sent again after a crash is recognised as the same.
      await handOver(transport, { ...letter, to, messageId: `<${id}@${new URL(issuer).hostname}>` });
    },

    undelivered: ({ kind, account, client }, why) =>
      letterGivenUp(audit, kind, why, { account, ...(client !== undefined && { client }) }),
  };
}
