import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startPostern, type Postern } from '../support/postern.ts';
import { counts, expectSound } from './invariants.ts';
import { exchange, sendRaw } from './raw.ts';

let postern: Postern;
beforeAll(async () => {
  postern = await startPostern('sqlite');
}, 60_000);
afterAll(() => postern.stop());

/** Sends text as it is, line ends included. */
const speak = (text: string) => {
  const { hostname, port } = new URL(postern.issuer);
  return exchange(hostname, Number(port), [Buffer.from(text, 'latin1')]);
};

const malformed: Record<string, string> = {
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'two lengths that differ': 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  'a length and chunks (smuggling)':
    'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a coding that hides chunks':
    'POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
  'a length below nothing': 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'a header with a space before its colon': 'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
  'a header that is folded': 'GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n',
  'a NUL in a header': 'GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n',
  'a chunk without a size': 'POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
  'no HTTP at all': 'hello\r\n\r\n',
  TLS: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  'a method of its own': 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
};

test.each(Object.entries(malformed))('%s is refused, and the connection ends', async (_what, text) => {
  const answer = await speak(text);
  expect(answer.status).toBe(400);
  expect(answer.body).not.toBe('');
  expectSound(answer, text);
  expect((await sendRaw(postern.issuer, { target: '/health/live' })).status).toBe(200);
});

const scopes = Array.from({ length: 10_000 }, (_, number) => `s${number}`).join('+');

test.each([
  ['ten thousand scopes', { target: `/authorize?scope=${scopes}` }],
  ['a path of 20 kB', { target: `/${'x'.repeat(20_000)}` }],
  ['a header of 20 kB', { target: '/', headers: [`X-Long: ${'x'.repeat(20_000)}`] }],
])('%s are refused as too large, in words', async (what, request) => {
  const answer = await sendRaw(postern.issuer, request);
  expect(answer.status).toBe(431);
  expect(answer.body).toContain('16 KiB');
  expect(answer.headers.get('content-type')).toEqual(['text/plain; charset=utf-8']);
  expect(answer.headers.get('content-length')).toEqual([String(answer.body.length)]);
  expect(answer.headers.get('connection')).toEqual(['close']);
  expectSound(answer, what);
});

test('what cannot be read behind a request is answered after it, and not into its answer', async () => {
  const good = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
  const { status, body } = await speak(`${good}no HTTP at all\r\n\r\n`);
  if (status === 200) expect(body).toMatch(/^\{"status":"ok"\}(HTTP\/1\.1 400 |$)/);
  else expect(status).toBe(400);
});

test('a host of somebody’s choice, twice or odd, changes nothing of the answer', async () => {
  for (const headers of [
    ['Host: evil.example'],
    ['Host: a', 'Host: b'],
    ['Host: '],
    ['Host: [::1'],
    ['Host: a b'],
    ['Host: x/../y'],
  ]) {
    const answer = await sendRaw(postern.issuer, { target: '/.well-known/openid-configuration', headers });
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(JSON.parse(answer.body)).toMatchObject({ issuer: postern.issuer });
  }
});

test('a target in absolute form is the path in it (RFC 9112 §3.2.2)', async () => {
  for (const target of [
    `${postern.issuer}/health/live`,
    'http://evil.example/health/live',
    'HTTPS://evil.example:1/health/live',
  ]) {
    expect((await sendRaw(postern.issuer, { target })).status).toBe(200);
  }
  const front = await sendRaw(postern.issuer, { target: 'http://evil.example', headers: ['Accept: text/html'] });
  expect(front.status).toBe(200);
  expect(front.body).not.toContain('evil.example');
});

test.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE'])(
  '%s is refused everywhere, with what is taken instead',
  async (method) => {
    const before = await counts(postern);
    for (const target of [
      '/authorize',
      '/token',
      '/userinfo',
      '/introspect',
      '/revoke',
      '/par',
      '/jwks',
      '/session/end',
      '/.well-known/openid-configuration',
      '/health/live',
    ]) {
      const answer = await sendRaw(postern.issuer, { method, target });
      expect([method, target, answer.status]).toEqual([method, target, 405]);
      expect(answer.headers.get('allow')?.[0]).toMatch(/GET|POST/);
    }
    expect((await sendRaw(postern.issuer, { method, target: '/interaction/x/password' })).status).toBeLessThan(500);
    expect(await counts(postern)).toEqual(before);
  },
);

test.each(['/token', '/introspect', '/revoke', '/par'])(
  '%s is not asked by GET: nothing secret goes into an address',
  async (target) => {
    const answer = await sendRaw(postern.issuer, {
      target: `${target}?token=x&client_id=x&client_secret=x&grant_type=client_credentials`,
    });
    expect(answer.status).toBe(405);
  },
);

test('a hundred connections that say nothing do not keep anybody out', async () => {
  const { hostname, port } = new URL(postern.issuer);
  const idle = Array.from({ length: 100 }, () => connect(Number(port), hostname));
  try {
    idle.forEach((socket) => socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: x\r\nX-'));
    expect((await sendRaw(postern.issuer, { target: '/health/ready' })).status).toBe(200);
  } finally {
    idle.forEach((socket) => socket.destroy());
  }
});
