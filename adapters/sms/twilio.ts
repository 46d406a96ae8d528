import { z } from 'zod';
import { askWithin } from '../http/index.ts';
import { MessageRefused, patience, type Fetch, type SmsTransport } from './sms.ts';

export interface TwilioAccount {
  readonly id: string;
  readonly token: string;
  /** A number (E.164), the id of a messaging service (MG…), or a name. */
  readonly from: string;
  /** Of the API, without the path. */
  readonly url: string;
}

/** Characters of an answer that are looked at. */
const longestAnswer = 10_000;

/**
 * Sends by Twilio's Messages resource. Of an answer only the status and the number of the error are told on: its words
 * repeat the phone number.
 *
 * What is wrong with the message or its number stays wrong (400), and is given up. What is wrong with the account (401,
 * 403, 404), too much at once (429), or Twilio's own trouble (5xx) may be mended while the code is good.
 */
export function twilioTransport({ id, token, from, url }: TwilioAccount, fetch: Fetch): SmsTransport {
  const address = new URL(`/2010-04-01/Accounts/${id}/Messages.json`, url).href;
  const authorization = `Basic ${Buffer.from(`${id}:${token}`).toString('base64')}`;
  const sender = from.startsWith('MG') && from.length === 34 ? { MessagingServiceSid: from } : { From: from };

  return {
    async send({ to, text, goodFor }) {
      const answer = await askWithin('Twilio', patience, (signal) =>
        fetch(address, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          // Twilio holds messages back for hours when it is busy: nobody wants this one later.
          body: new URLSearchParams({ To: to, ...sender, Body: text, ValidityPeriod: String(goodFor) }),
          signal,
        }),
      );
      // The message is on its way: that the connection breaks afterwards must not send it once more.
      if (answer.status >= 200 && answer.status < 300) return void (await answer.body?.cancel().catch(() => undefined));
      const why = `Twilio answered ${answer.status}${await errorIn(answer)}`;
      if (answer.status === 400) throw new MessageRefused(why);
      throw new Error(why);
    },
  };
}

const Problem = z.object({ code: z.int() });

/** Twilio's number for what went wrong. */
async function errorIn(answer: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longestAnswer) return '';
  }
  try {
    return ` (error ${Problem.parse(JSON.parse(text)).code})`;
  } catch {
    return '';
  }
}
