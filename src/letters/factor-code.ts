import type { MailTransport } from '../../adapters/mail/index.ts';
import { MessageRefused, type SmsTransport } from '../../adapters/sms/index.ts';
import type { Audit } from '../audit/index.ts';
import { knownLanguages, textsIn, type Brand } from '../brand/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Asking, SentBy, SentCodes } from '../factors/index.ts';
import type { Boxes, Sealed } from '../keys/index.ts';
import { outgoingKind, Undelivered, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver } from './hand-over.ts';
import type { Letters } from './render.ts';

/** A code on its way. It is sealed with a key that no database holds, and gone from the store once it was sent. */
export interface FactorCode {
  readonly id: string;
  readonly account: string;
  readonly by: SentBy;
  /** A number (E.164) or an address. */
  readonly to: string;
  readonly until: Seconds;
  readonly language: string;
  readonly sealed: Sealed;
}

export const factorCodeKind = outgoingKind<FactorCode>('factor-code');

/** A box of one code opens for no other one. */
const placeOf = (id: string): string => `factor-code ${id}`;

/** A code that was made, and whose it is. */
export interface MadeCode extends Omit<Extract<Asking, { is: 'asked' }>, 'is'> {
  readonly account: string;
  readonly language: string;
}

/** Takes a code that was made, to be sent: nobody waits for it. */
export function takeFactorCodes(rooms: {
  readonly boxes: Boxes;
  readonly outgoing: Outgoing;
}): (made: MadeCode) => Promise<void> {
  const { boxes, outgoing } = rooms;
  return ({ code, ...made }) =>
    outgoing.enqueue(factorCodeKind, made.id, { ...made, sealed: boxes.seal(placeOf(made.id), code) });
}

/** Sends codes, the same one at each attempt, and only while it is good. */
export function sendFactorCodes(rooms: {
  readonly issuer: string;
  readonly brand: Brand;
  readonly clock: Clock;
  readonly codes: Pick<SentCodes, 'isGood' | 'giveUp'>;
  readonly boxes: Boxes;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  /** None where no text messages are sent. */
  readonly sms?: SmsTransport | undefined;
}): Attempting<FactorCode> {
  const { issuer, brand, clock, codes, boxes, audit, letters, transport, sms } = rooms;
  const { hostname } = new URL(issuer);

  return {
    target: ({ by }) => (by === 'sms' ? 'text messages' : 'mail server'),

    async attempt(code) {
      try {
        await send(code);
      } catch (error) {
        if (error instanceof Undelivered && error.final) await codes.giveUp(code.account, code.id);
        throw error;
      }
    },

    undelivered: ({ account, by }, { reason, tries }) =>
      audit.newEvent({
        ...{ outcome: 'refused', account },
        ...(by === 'sms'
          ? { kind: 'message.undelivered', detail: { reason, tries } }
          : { kind: 'letter.undelivered', detail: { letter: 'factor-code', reason, tries } }),
      }),
  };

  async function send({ id, account, by, to, until, language, sealed }: FactorCode): Promise<void> {
    const goodFor = until - clock.now();
    if (goodFor <= 0) throw new Undelivered('too_late', { final: true });
    // Used, or there is a newer one: nobody waits for this one any more.
    if (!(await codes.isGood(account, id))) return;
    const code = boxes.open(placeOf(id), sealed);
    if (by === 'sms') return sendText(sms, { id, to, goodFor, text: textOf(brand, hostname, code, language) });
    const minutes = Math.max(1, Math.floor(goodFor / 60));
    const letter = letters.render({ kind: 'factor-code', code, host: hostname, minutes }, language);
    await handOver(transport, { ...letter, to, messageId: `<${factorCodeKind.name}.${id}@${hostname}>` });
  }
}

/** Hands a message over. @throws {Undelivered} when the service does not take it */
export async function sendText(
  sms: SmsTransport | undefined,
  message: Parameters<SmsTransport['send']>[0],
): Promise<void> {
  // It was turned off while this one waited.
  if (!sms) throw new Undelivered('turned_off', { final: true });
  try {
    await sms.send(message);
  } catch (error) {
    const final = error instanceof MessageRefused;
    throw new Undelivered(final ? 'refused' : 'service', { final, cause: error });
  }
}

/**
 * A code as a text message. It names whose it is and where it is to be typed, and ends as an origin-bound one-time code
 * (WICG): browsers offer it on pages of this host, and on no other one's.
 */
export function textOf(brand: Brand, host: string, code: string, language: string): string {
  const { text } = textsIn(knownLanguages.includes(language) ? language : 'en', [brand.texts]);
  return `${text('sms.code', { code, brand: brand.name, host }).replace(/\s+/g, ' ')}\n\n@${host} #${code}`;
}
