import type { SmsTransport } from '../../adapters/sms/index.ts';
import type { Accounts, EmailResets } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import { chooseLanguage, textsIn, type Brand } from '../brand/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { isUsable, type FactorResets, type Factors } from '../factors/index.ts';
import { outgoingKind, Undelivered, type Attempting } from '../outgoing/index.ts';
import type { Protection } from '../protection/index.ts';
import type { ResetOf } from '../resets/index.ts';
import { sendText } from './factor-code.ts';

/** A text message to one of an account's phones: a reset was started. */
export interface ResetMessage {
  readonly account: string;
  readonly of: ResetOf;
  /** Id of the phone. */
  readonly phone: string;
}

/** A message that took longer is overtaken by letters: services keep none for days. */
const worth: Seconds = 4 * 3600;

export const resetMessageKind = outgoingKind<ResetMessage>('reset-message');

/**
 * Sends messages about resets that wait. They count like codes: whoever has an admin start resets does not have messages
 * sent beyond what the installation pays for. One that has no room in the budgets is left out: the letters and pages say the
 * same.
 */
export function sendResetMessages(rooms: {
  readonly clock: Clock;
  readonly brand: Brand;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly factors: Pick<Factors, 'get' | 'codes'>;
  readonly factorResets: Pick<FactorResets, 'tokenOf'>;
  readonly emailResets: Pick<EmailResets, 'tokenOf'>;
  readonly protection: Pick<Protection, 'attempt'>;
  readonly audit: Audit;
  readonly languages: readonly [string, ...string[]];
  /** undefined: no text messages are sent here. */
  readonly sms: SmsTransport | undefined;
  /** The address of the page that the link opens. */
  readonly linkToStop: (of: ResetOf, token: string) => string;
}): Attempting<ResetMessage> {
  const { clock, brand, accounts, factors, factorResets, emailResets, protection, audit, languages, sms } = rooms;
  return {
    target: () => 'text messages',

    async attempt({ account: id, of, phone: which }, { id: entry }) {
      const pending = await (of === 'factors' ? factorResets : emailResets).tokenOf(id);
      const phone = (await factors.get(id))?.phones?.find((one) => one.id === which);
      if (!pending || !phone || !isUsable(phone) || !sms) return;
      // Looked at each time: a country may be left out since the number was added.
      const destination = await factors.codes.read(phone.number);
      if (typeof destination === 'string') return;
      const { number } = destination;
      const attempt = await protection.attempt({
        ...{ kind: 'sms', ...destination, proven: true, account: id, subject: id },
        origin: { requestId: 'reset' },
      });
      // Tried again later: whoever asks for many codes before must not keep this one away.
      if (attempt.outcome === 'refused') throw new Undelivered('too_many_messages');
      const account = await accounts.get(id);
      const { text } = textsIn(chooseLanguage(account?.locale, undefined, languages), [brand.texts]);
      const link = rooms.linkToStop(of, pending.token);
      const said = text(`sms.reset.${of}`, { brand: brand.name, link }).replace(/\s+/g, ' ');
      try {
        await sendText(sms, { id: entry, to: number, goodFor: Math.min(pending.at - clock.now(), worth), text: said });
      } catch (error) {
        await attempt.untried();
        throw error;
      }
      // There is nothing right about any.
      await attempt.failed();
    },

    undelivered: ({ account }, { reason, tries }) =>
      audit.newEvent({ kind: 'message.undelivered', outcome: 'refused', account, detail: { reason, tries } }),
  };
}
