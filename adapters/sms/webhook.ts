import { askWithin } from '../http/index.ts';
import { MessageRefused, patience, type Fetch, type SmsTransport } from './sms.ts';

/** As errors name it. */
const service = 'the webhook for text messages';

/**
 * Posts messages to a service of the installation's own, signed as the Standard Webhooks specification says: HMAC-SHA-256
 * over id, time and body, in `webhook-signature`. The id is the same for every try.
 *
 * 2xx is taken, 400, 410 and 422 are given up (the specification's 410: there is nobody here), anything else is tried again.
 *
 * @param secret `whsec_…`
 */
export function webhookTransport(url: string, secret: string, fetch: Fetch, now: () => number): SmsTransport {
  return {
    async send({ id, to, text, goodFor }) {
      // Loaded with the first message: most installations send none.
      const { Webhook } = await import('standardwebhooks');
      // Once: what is signed and what is in the header must be the same second.
      const seconds = now();
      const at = new Date(seconds * 1000);
      const expires = new Date((seconds + goodFor) * 1000);
      const data = { to, text, expires: expires.toISOString() };
      const body = JSON.stringify({ type: 'sms.requested', timestamp: at.toISOString(), data });
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      };
      const { status, body: unread } = await askWithin(service, patience, (signal) =>
        fetch(url, { method: 'POST', headers, body, signal }),
      );
      // The answer is there: that its connection breaks afterwards must not send the message once more.
      await unread?.cancel().catch(() => undefined);
      if (status >= 200 && status < 300) return;
      const why = `${service} answered ${status}`;
      if (status === 400 || status === 410 || status === 422) throw new MessageRefused(why);
      throw new Error(why);
    },
  };
}
