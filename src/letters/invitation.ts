import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Invitations } from '../accounts/index.ts';
import type { Audit, Listener } from '../audit/index.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { Letters } from './render.ts';

export const invitationKind = outgoingKind<{ readonly invitation: string }>('invitation');

/** Hears of an invitation, and enqueues its letter. */
export function announceInvitations({ outgoing }: { readonly outgoing: Outgoing }): Listener {
  return async ({ id, kind, detail }) => {
    const invitation = detail?.['invitation'];
    if (kind !== 'invitation.made' || typeof invitation !== 'string') return;
    await outgoing.enqueue(invitationKind, id, { invitation });
  };
}

/**
 * Sends invitations. The link is made at the attempt, and is in no store.
 * @param rooms.linkTo the address of the page that the link opens
 */
export function sendInvitations(rooms: {
  readonly invitations: Pick<Invitations, 'arm'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
  readonly linkTo: (token: string) => string;
}): Attempting<{ readonly invitation: string }> {
  const { invitations, audit, letters, transport, languages, linkTo } = rooms;
  return {
    target: () => 'mail server',
    async attempt({ invitation: id }) {
      const armed = await invitations.arm(id);
      if (!armed) return;
      const { email, language = languages[0], until } = armed.invitation;
      const letter = letters.render({ kind: 'invitation', link: linkTo(armed.token), until }, language);
      await handOver(transport, { ...letter, to: email });
    },
    undelivered: (_invitation, why) => letterGivenUp(audit, 'invitation', why),
  };
}
