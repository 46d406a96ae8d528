import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { addApp, callback, post, type App } from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import { eventually } from '../support/eventually.ts';
import { onPostern } from '../support/suite.ts';
import { addProgram, adminApiOf, everything, tokenOf } from './programs.ts';

const { postern } = onPostern('sqlite');
const clients = () => postern.rooms.clients;

/** Sends the head of a request and one byte of its body; the rest once it is being read, and something was done meanwhile. */
async function askSlowly(
  method: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>>,
  meanwhile: () => Promise<unknown>,
): Promise<{ readonly status: number | undefined; readonly error: unknown }> {
  const bytes = Buffer.from(JSON.stringify(body));
  const arrived: IncomingMessage[] = [];
  const note = (message: unknown): void => void arrived.push((message as { request: IncomingMessage }).request);
  subscribe('http.server.request.start', note);
  try {
    const sent = request(`${adminApiOf(postern)}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.write(bytes.subarray(0, 1));
    await eventually(() => expect(arrived[0]?.listenerCount('data')).toBeGreaterThan(0));
    await meanwhile();
    sent.end(bytes.subarray(1));
    const [answer] = await answered;
    return { status: answer.statusCode, error: ((await json(answer)) as { error?: string }).error };
  } finally {
    unsubscribe('http.server.request.start', note);
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const robot = (id: string) => ({ id, name: 'Next', kind: 'machine', apis: [adminApiOf(postern)] });

test.each<readonly [string, (program: App, token: string) => Promise<unknown>, number, string]>([
  ['is removed', ({ id }) => clients().remove(id), 401, 'invalid_token'],
  ['is disabled', ({ id }) => clients().update(id, { disabled: true }), 401, 'invalid_token'],
  ['loses the API', ({ id }) => clients().update(id, { apis: null }), 401, 'invalid_token'],
  ['loses the scope', ({ id }) => clients().update(id, { scopes: ['clients:read'] }), 403, 'insufficient_scope'],
  ['has to prove a key', ({ id }) => clients().update(id, { senderConstrained: 'dpop' }), 401, 'invalid_token'],
  ['gives its token back', ({ headers }, token) => post(postern, '/revoke', { token }, headers), 401, 'invalid_token'],
])('a program that %s while its request is under way leaves nothing behind', async (_what, take, status, error) => {
  const program = await addProgram(postern);
  const token = await tokenOf(postern, program);
  const id = `next-${randomUUID()}`;
  const refused = await askSlowly('POST', '/clients', robot(id), bearer(token), () => take(program, token));
  expect(refused).toEqual({ status, error });
  expect(await clients().get(id)).toBeUndefined();
});

test('nor does it change anything by any other request with a body', async () => {
  const shop = await addApp(postern, { kind: 'web', redirectUris: [callback] });
  const api = { id: 'https://slow.example.com/', name: 'Slow' };
  await clients().apis.add(api);
  const seen = async () => [await clients().show(shop.id), await clients().apis.show(api.id)];
  const before = await seen();
  for (const [method, path, body] of [
    ['PATCH', `/clients/${shop.id}`, { redirectUris: ['https://evil.example/'] }],
    ['POST', `/clients/${shop.id}/secrets`, { keepOld: 0 }],
    ['POST', '/apis', { id: 'https://late.example.com/', name: 'Late' }],
    ['PATCH', `/apis/${encodeURIComponent(api.id)}`, { name: 'Mine' }],
  ] as const) {
    const program = await addProgram(postern);
    const headers = bearer(await tokenOf(postern, program));
    const refused = await askSlowly(method, path, body, headers, () => clients().remove(program.id));
    expect([method, path, refused.status, refused.error]).toEqual([method, path, 401, 'invalid_token']);
  }
  expect(await seen()).toEqual(before);
  expect(await clients().apis.get('https://late.example.com/')).toBeUndefined();
});

test('a slow request of who may is answered, with the one proof of its key that it came with', async () => {
  const program = await addProgram(postern, undefined, { senderConstrained: 'dpop' });
  const key = await proofKey();
  const now = () => postern.rooms.clock.now();
  const token = await tokenOf(postern, program, everything, {
    dpop: await key.prove('POST', `${postern.issuer}/token`, now()),
  });
  const headers = {
    authorization: `DPoP ${token}`,
    dpop: await key.prove('POST', `${adminApiOf(postern)}/clients`, now(), token),
  };
  const id = `next-${randomUUID()}`;
  const done = await askSlowly('POST', '/clients', robot(id), headers, () => Promise.resolve());
  expect(done).toEqual({ status: 201, error: undefined });
  expect(await clients().get(id)).toBeDefined();
});
