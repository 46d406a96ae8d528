import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/** What a service for text messages was sent. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How it answers: a status, and a body. */
export interface AnswerOf {
  readonly status: number;
  readonly body?: string;
}

/** A service that takes text messages, whatever it makes of them. */
export interface SmsService {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How it answers from now on. */
  answer(how: AnswerOf): void;
  stop(): Promise<void>;
}

export async function smsService(usual: AnswerOf): Promise<SmsService> {
  const asked: Asked[] = [];
  let how = usual;
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, path: url, headers, body });
      response.writeHead(how.status, { 'content-type': 'application/json' }).end(how.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (next) => void (how = next),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const twilioAccount = {
  id: `AC${'0123456789abcdef'.repeat(2)}`,
  token: 'the token of Twilio',
  from: '+12125550100',
};

/** Twilio, as far as messages are sent by it: it takes those that say who sends them, and how. */
export interface FakeTwilio extends SmsService {
  /** What was sent, the oldest first. */
  messages(): readonly { readonly to: string; readonly text: string; readonly goodFor: number }[];
  /** The code in the newest message to a number, once there are so many. */
  codeTo(number: string): string | undefined;
}

/** What is wrong with a request, as Twilio would see it. */
export function twilioFault({ method, path, headers, body }: Asked): string | undefined {
  const { id, token, from } = twilioAccount;
  const form = new URLSearchParams(body);
  const authorization = `Basic ${Buffer.from(`${id}:${token}`).toString('base64')}`;
  if (method !== 'POST' || path !== `/2010-04-01/Accounts/${id}/Messages.json`) return `${method} ${path}`;
  if (headers.authorization !== authorization) return 'not who it says';
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return 'no form';
  if (form.get('From') !== from) return 'not from the number of the account';
  if ([...form.keys()].toSorted().join() !== 'Body,From,To,ValidityPeriod') return `fields ${[...form.keys()].join()}`;
  return undefined;
}

export async function fakeTwilio(): Promise<FakeTwilio> {
  const service = await smsService({ status: 201, body: '{"sid":"SM0","status":"queued"}' });
  const messages = () =>
    service.asked.map((one) => {
      const fault = twilioFault(one);
      if (fault !== undefined) throw new Error(`Twilio would not take this: ${fault}`);
      const form = new URLSearchParams(one.body);
      return {
        to: form.get('To') ?? '',
        text: form.get('Body') ?? '',
        goodFor: Number(form.get('ValidityPeriod')),
      };
    });
  return {
    ...service,
    messages,
    codeTo: (number) => /#(\d{8})$/.exec(messages().findLast(({ to }) => to === number)?.text ?? '')?.[1],
  };
}
