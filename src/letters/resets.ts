import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, EmailChanges, EmailResets } from '../accounts/index.ts';
import type { Audit, Event, Listener } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import { isUsable, type FactorResets, type Factors } from '../factors/index.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import type { ResetOf } from '../resets/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { LetterContent, Letters } from './render.ts';
import { resetMessageKind } from './reset-messages.ts';

/** A letter about a reset that waits, or about an address that an account was given. */
export interface ResetLetter {
  readonly account: string;
  /** Left out: the second factors. */
  readonly of?: ResetOf;
  /** To the address of before, where that was changed in the last days. */
  readonly former: boolean;
  /** Of second factors: whether they were denied, and wait because of that. */
  readonly denied?: true;
  /** To the address that the account is to get, or `has` got. */
  readonly incoming?: 'asked' | 'has';
  /** The address that it was to get, and does not. */
  readonly stopped?: string;
}

export const resetLetterKind = outgoingKind<ResetLetter>('factor-reset');

const started: Partial<Record<Event['kind'], ResetOf>> = {
  'factors.reset_started': 'factors',
  'email.reset_started': 'email',
};

/**
 * Hears of a reset that was started, and enqueues a letter to every address that the account has, just had or is to have,
 * and a message to every phone. Hears of an address that came by one, too, or does not come: whoever has confirmed it waits for
 * that, and reads no other mailbox of the account.
 */
export function announceResets(rooms: {
  readonly outgoing: Outgoing;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly factors: Pick<Factors, 'get'>;
}): Listener {
  const { outgoing, accounts, factors } = rooms;
  return async ({ id, kind, account, detail }) => {
    if (account === undefined) return;
    const enqueue = (to: string, letter: Omit<ResetLetter, 'account'>) =>
      outgoing.enqueue(resetLetterKind, `${id}.${to}`, { account, ...letter });
    if (kind === 'email.changed' && detail?.['because'] === 'reset') {
      await enqueue('new', { of: 'email', former: false, incoming: 'has' });
    }
    if (kind === 'email.reset_stopped') {
      const stopped = (await accounts.get(account))?.stoppedEmail;
      if (stopped !== undefined) await enqueue('new', { of: 'email', former: false, stopped });
    }
    const of = started[kind];
    if (of === undefined) return;
    const denied = detail?.['because'] === 'not_me' && { denied: true as const };
    await enqueue('current', { of, former: false, ...denied });
    await enqueue('former', { of, former: true, ...denied });
    if (of === 'email') await enqueue('new', { of, former: false, incoming: 'asked' });
    // Whether text messages are sent here is known where they are: a command may run without the settings of the service.
    const phones = (await factors.get(account))?.phones ?? [];
    for (const { id: phone } of phones.filter(isUsable)) {
      await outgoing.enqueue(resetMessageKind, `${id}.${phone}`, { account, of, phone });
    }
  };
}

interface Rooms {
  readonly issuer: string;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly emailChanges: Pick<EmailChanges, 'formerOf'>;
  readonly factorResets: Pick<FactorResets, 'tokenOf'>;
  readonly emailResets: Pick<EmailResets, 'tokenOf' | 'confirmationOf'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  readonly languages: readonly [string, ...string[]];
  /** The addresses of the pages that the links open. */
  readonly linkToStop: (of: ResetOf, token: string) => string;
  readonly linkToConfirm: (token: string) => string;
}

/** Sends letters about resets, each as long as there is something to stop. */
export function sendResetLetters(rooms: Rooms): Attempting<ResetLetter> {
  const { issuer, accounts, audit, letters, transport, languages } = rooms;
  return {
    target: () => 'mail server',
    async attempt(letter, { id }) {
      const found = await contentOf(rooms, letter);
      if (!found) return;
      const account = await accounts.get(letter.account);
      const language = chooseLanguage(account?.locale, undefined, languages);
      // The same at each try: mailboxes show a letter that came twice but once.
      const messageId = `<${id}@${new URL(issuer).hostname}>`;
      await handOver(transport, { ...letters.render(found.content, language), to: found.to, messageId });
    },
    undelivered: ({ account, of = 'factors' }, why) =>
      letterGivenUp(audit, of === 'email' ? 'email-reset' : 'factor-reset', why, { account }),
  };
}

/** What a letter says, and to whom; undefined where there is nothing to say any more. */
async function contentOf(
  rooms: Rooms,
  { account: id, of = 'factors', former, denied, incoming, stopped }: ResetLetter,
): Promise<{ readonly to: string; readonly content: LetterContent } | undefined> {
  const { issuer, accounts, emailChanges, factorResets, emailResets, linkToStop, linkToConfirm } = rooms;
  const account = await accounts.get(id);
  if (!account) return undefined;
  if (stopped !== undefined) {
    // It may have become the account's by another way meanwhile.
    return account.email === stopped ? undefined : { to: stopped, content: { kind: 'email-reset-over' } };
  }
  if (incoming === 'has') {
    const suspended = account.disabledAt !== undefined;
    return { to: account.email, content: { kind: 'email-reset-done', link: `${issuer}/account`, suspended } };
  }
  const pending = await (of === 'factors' ? factorResets : emailResets).tokenOf(id);
  if (!pending) return undefined;
  const { at } = pending;
  const link = linkToStop(of, pending.token);
  if (incoming === 'asked') {
    const asked = await emailResets.confirmationOf(id);
    if (!asked) return undefined;
    return { to: asked.to, content: { kind: 'email-reset-new', link: linkToConfirm(asked.token), stop: link, at } };
  }
  const to = former ? emailChanges.formerOf(account) : account.email;
  if (to === undefined) return undefined;
  if (of === 'email') return { to, content: { kind: 'email-reset', link, at } };
  return { to, content: { kind: 'factor-reset', link, at, ...(denied && { denied }) } };
}
