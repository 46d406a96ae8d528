import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { guardedFetch } from '../../adapters/http/index.ts';
import { MessageRefused, twilioTransport, webhookTransport } from '../../adapters/sms/index.ts';
import { smsService, twilioAccount, twilioFault, type SmsService } from '../support/sms-service.ts';

type Fetch = Parameters<typeof twilioTransport>[1];

const message = {
  id: 'message-1',
  to: '+4915123456789',
  text: '01234567 is your code.\n\n@id.example #01234567',
  goodFor: 480,
};
const key = Buffer.from('the key that this test is signed with');
const secret = `whsec_${key.toString('base64')}`;
const now = (): number => Math.floor(Date.now() / 1000);

let service: SmsService;
beforeEach(async () => {
  service = await smsService({ status: 200 });
});
afterEach(() => service.stop());

const twilio = (more: Partial<typeof twilioAccount> = {}) =>
  twilioTransport({ ...twilioAccount, ...more, url: service.url }, guardedFetch(true));
const webhook = () => webhookTransport(`${service.url}/sms`, secret, guardedFetch(true), now);

/** What becomes of a message when the service answers so: taken, given up, or to be tried again. */
async function outcome(transport: ReturnType<typeof twilio>, status: number, body = ''): Promise<string> {
  service.answer({ status, body });
  try {
    await transport.send(message);
    return 'taken';
  } catch (error) {
    // What is logged of it: neither the number nor the code.
    expect(String(error)).not.toMatch(/49151|0123/);
    return error instanceof MessageRefused ? 'given up' : 'again';
  }
}

test('Twilio gets the message as its form, from who it knows, and for as long as the code is good', async () => {
  await twilio().send(message);
  const [asked] = service.asked;
  expect(asked && twilioFault(asked)).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    To: message.to,
    From: twilioAccount.from,
    Body: message.text,
    ValidityPeriod: '480',
  });
  const serviceId = `MG${'a1'.repeat(16)}`;
  await twilio({ from: serviceId }).send(message);
  expect(new URLSearchParams(service.asked[1]?.body).get('MessagingServiceSid')).toBe(serviceId);
  await twilio({ token: 'another one' }).send(message);
  expect(twilioFault(service.asked[2]!)).toBe('not who it says');
});

test('what Twilio says is wrong with a message is given up, and everything else is tried again', async () => {
  const words = `{"code":21211,"message":"The 'To' number ${message.to} is not a valid phone number","status":400}`;
  service.answer({ status: 400, body: words });
  await expect(twilio().send(message)).rejects.toThrow(/400 \(error 21211\)$/);
  const outcomes = {
    201: 'taken',
    302: 'again',
    400: 'given up',
    401: 'again',
    403: 'again',
    404: 'again',
    429: 'again',
    503: 'again',
  };
  for (const [status, expected] of Object.entries(outcomes)) {
    expect([status, await outcome(twilio(), Number(status), words)]).toEqual([status, expected]);
  }
  expect(await outcome(twilio(), 400, 'x'.repeat(100_000))).toBe('given up');
  expect(await outcome(twilio(), 400, '{"code":"+4915123456789"}')).toBe('given up');
  // A redirect would send the token to wherever it says.
  expect(service.asked).toHaveLength(11);
});

test('a webhook is signed as Standard Webhooks says, so that its receiver can tell who sent it, and when', async () => {
  await webhook().send(message);
  const [{ headers, body } = { headers: {}, body: '' }] = service.asked;
  const given = headers as Record<string, string>;
  const payload = new Webhook(secret).verify(body, given);
  expect(payload).toMatchObject({ type: 'sms.requested', data: { to: message.to, text: message.text } });
  const { timestamp, data } = payload as { timestamp: string; data: { expires: string } };
  expect(Date.parse(data.expires) - Date.parse(timestamp)).toBe(480_000);
  // The same by hand: it is no matter of one library.
  const signed = createHmac('sha256', key)
    .update(`${message.id}.${given['webhook-timestamp']}.${body}`)
    .digest('base64');
  expect(given['webhook-signature']).toBe(`v1,${signed}`);
  for (const [name, changed] of [
    ['webhook-id', 'another'],
    ['webhook-timestamp', String(now() - 3600)],
    ['webhook-signature', `v1,${Buffer.alloc(32).toString('base64')}`],
  ] as const) {
    expect(() => new Webhook(secret).verify(body, { ...given, [name]: changed })).toThrow(WebhookVerificationError);
  }
  expect(() => new Webhook(secret).verify(body.replace('49151', '49152'), given)).toThrow(WebhookVerificationError);
  // Sent again it is the same message.
  await webhook().send(message);
  expect(service.asked[1]?.headers['webhook-id']).toBe(message.id);
});

test('what is signed and what the header says is the same second, also where the next one begins in between', async () => {
  let second = now();
  await webhookTransport(`${service.url}/sms`, secret, guardedFetch(true), () => (second += 1)).send(message);
  const [{ headers, body } = { headers: {}, body: '' }] = service.asked;
  expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
});

test.each([
  ['Twilio', (fetch: Fetch) => twilioTransport({ ...twilioAccount, url: 'https://api.example' }, fetch)],
  ['a webhook', (fetch: Fetch) => webhookTransport('https://sms.example/', secret, fetch, now)],
] as const)('%s whose connection breaks after it has taken the message is not sent it once more', async (_to, make) => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
  await expect(
    make(() => Promise.resolve(new Response(broken, { status: 201 }))).send(message),
  ).resolves.toBeUndefined();
});

test('a webhook that says that it never will is given up, and every other failure is tried again', async () => {
  const outcomes = {
    200: 'taken',
    204: 'taken',
    302: 'again',
    400: 'given up',
    401: 'again',
    404: 'again',
    410: 'given up',
    422: 'given up',
    429: 'again',
    500: 'again',
  };
  for (const [status, expected] of Object.entries(outcomes)) {
    expect([status, await outcome(webhook(), Number(status))]).toEqual([status, expected]);
  }
});

test('neither reaches an address that is not public, nor asks without TLS in production', async () => {
  const fetch = guardedFetch(false);
  const https = service.url.replace('http:', 'https:');
  for (const url of [service.url, https]) {
    await expect(twilioTransport({ ...twilioAccount, url }, fetch).send(message)).rejects.toThrow();
    await expect(webhookTransport(url, secret, fetch, now).send(message)).rejects.toThrow();
  }
  expect(service.asked).toHaveLength(0);
});

test.each([
  ['Twilio', twilio],
  ['the webhook for text messages', webhook],
] as const)('%s is named by the error when it does not answer, and when it is not there', async (name, make) => {
  const transport = make();
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
  try {
    await expect(transport.send(message)).rejects.toThrow(`${name} did not answer within 15 seconds`);
  } finally {
    timeout.mockRestore();
  }
  const away = service.url;
  await service.stop();
  await expect(transport.send(message)).rejects.toThrow(
    `${name} could not be asked: connect ECONNREFUSED ${away.slice(7)}`,
  );
  service = await smsService({ status: 200 });
});
