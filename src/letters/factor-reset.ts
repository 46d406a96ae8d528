import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Audit, Listener } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import type { FactorResets } from '../factors/index.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver } from './hand-over.ts';
import type { Letters } from './render.ts';

/** A letter to one of an account's addresses: its second factors are about to go. */
export interface FactorResetLetter {
  readonly account: string;
  /** Whether it goes to the address of before, where that was changed in the last days. */
  readonly former: boolean;
}

export const factorResetKind = outgoingKind<FactorResetLetter>('factor-reset');

/** Hears of a reset that was started, and enqueues a letter to every address that the account has or just had. */
export function announceResets({ outgoing }: { readonly outgoing: Outgoing }): Listener {
  return async ({ id, kind, account }) => {
    if (kind !== 'factors.reset_started' || account === undefined) return;
    for (const former of [false, true]) {
      await outgoing.enqueue(factorResetKind, `${id}.${former ? 'former' : 'current'}`, { account, former });
    }
  };
}

/** @param rooms.linkTo the address of the page that the link opens */
export function sendResetLetters(rooms: {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly factorResets: FactorResets;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
  readonly linkTo: (token: string) => string;
}): Attempting<FactorResetLetter> {
  const { accounts, factorResets, audit, letters, transport, languages, linkTo } = rooms;
  return {
    target: () => 'mail server',
    async attempt({ account: id, former }) {
      const [account, pending] = await Promise.all([accounts.get(id), factorResets.tokenOf(id)]);
      const to = former ? account?.formerEmail : account?.email;
      if (!pending || to === undefined) return;
      const content = { kind: 'factor-reset', link: linkTo(pending.token), at: pending.at } as const;
      const letter = letters.render(content, chooseLanguage(account?.locale, undefined, languages));
      await handOver(transport, { ...letter, to });
    },
    undelivered: ({ account }, { reason, tries }) =>
      audit.newEvent({
        kind: 'letter.undelivered',
        outcome: 'refused',
        account,
        detail: { letter: 'factor-reset', reason, tries },
      }),
  };
}
