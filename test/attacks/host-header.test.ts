import { expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { auditCollection } from '../../src/audit/index.ts';
import { canonicalRequests } from '../../src/web/edge.ts';
import { sendRaw } from '../bad-input/raw.ts';
import { signInRequest } from '../support/apps.ts';
import { cookiesOf, givenScene } from './scene.ts';

const stage = givenScene();

const form = 'Content-Type: application/x-www-form-urlencoded';
const evil = [
  'Host: evil.example',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Port: 666',
  'X-Original-URL: /evil',
  'X-Rewrite-URL: /evil',
  'Forwarded: host=evil.example;proto=https',
];

test('no link, redirect, cookie or metadata is built from a host that somebody sent', async () => {
  const { postern, app } = stage;
  const request = signInRequest(postern, app);
  for (const target of [
    '/',
    '/.well-known/openid-configuration',
    `${request.url.pathname}${request.url.search}`,
    `http://evil.example${request.url.pathname}${request.url.search}`,
    '/session/end',
    '/nowhere',
  ]) {
    const answer = await sendRaw(postern.issuer, { target, headers: [...evil, 'Accept: text/html'] });
    expect(answer.status).toBeLessThan(500);
    const everything = `${[...answer.headers.values()].flat().join('\n')}\n${answer.body}`;
    expect(everything).not.toContain('evil.example');
    expect(everything.toLowerCase()).not.toContain('domain=');
  }
});

test('a letter leads to the issuer, whatever host the sign-up was sent to', async () => {
  const { postern, app } = stage;
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const fields = {
    csrf: signIn.forms[0]?.fields['csrf'] ?? '',
    email: 'new@example.com',
    password: 'a good long password',
  };
  const answer = await sendRaw(postern.issuer, {
    method: 'POST',
    target: `${signIn.url.pathname}/sign-up`,
    headers: [...evil, form, `Cookie: ${cookiesOf(person)}`],
    body: new URLSearchParams(fields).toString(),
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')?.[0]).toMatch(/^\/interaction\//);
  const { text, html } = await postern.mail.take('new@example.com');
  expect(text).toContain(`${postern.issuer}/interaction/`);
  expect(text + html).not.toContain('evil.example');
});

test.each([
  'X-Forwarded-For: 203.0.113.9',
  'X-Real-IP: 203.0.113.9',
  'Forwarded: for=203.0.113.9',
  'Client-IP: 203.0.113.9',
])('the address that is written down is not the one in %s from a stranger', async (header) => {
  const { postern, app } = stage;
  const answer = await sendRaw(postern.issuer, {
    method: 'POST',
    target: '/token',
    headers: [form, header],
    body: `grant_type=refresh_token&refresh_token=x&client_id=${app}`,
  });
  expect(answer.status).toBe(400);
  await postern.rooms.audit.idle();
  const events = await postern.rooms.store.documents.find(auditCollection, undefined, { limit: 1000 });
  const addresses = events.flatMap(({ origin }) => origin?.address ?? []);
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses).not.toContain('203.0.113.9');
});

/** The address of a request from this peer, as the edge says it with `10.0.0.0/8` trusted. */
function addressOf(peer: string, headers: Record<string, string>, notBelieved?: (peer: string) => void): unknown {
  const request = { url: '/', headers: { ...headers }, socket: { remoteAddress: peer } } as unknown as IncomingMessage;
  canonicalRequests('https://id.example', ['10.0.0.0/8'], undefined, notBelieved)(request);
  return request.headers['x-forwarded-for'];
}

test('who forwards requests and was not named is told of, and not believed', () => {
  const told: string[] = [];
  const tell = (peer: string): void => void told.push(peer);
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  expect(addressOf('10.0.0.1', forwarded, tell)).toBe('203.0.113.7');
  expect(addressOf('192.168.0.1', {}, tell)).toBe('192.168.0.1');
  expect(told).toEqual([]);
  expect(addressOf('192.168.0.1', forwarded, tell)).toBe('192.168.0.1');
  expect(told).toEqual(['192.168.0.1']);
});

test.each([
  ['203.0.113.5:4444', '203.0.113.5'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[::ffff:203.0.113.5]:443', '203.0.113.5'],
  ['198.51.100.9, 203.0.113.5:4444, 10.0.0.2:80', '203.0.113.5'],
  ['2001:db8::1', '2001:db8::1'],
])('the address in X-Forwarded-For: %s is not lost with its port', (forwardedFor, address) => {
  expect(addressOf('10.0.0.1', { 'x-forwarded-for': forwardedFor })).toBe(address);
});

test.each([
  '203.0.113.5:',
  '203.0.113.5:port',
  '203.0.113.5:1:2',
  '203.0.113.5:444444',
  '999.0.113.5:80',
  '[203.0.113.5]:80',
  '[2001:db8::1]',
  '2001:db8::1]:443',
  '[id.example]:443',
  'id.example:443',
])('%s in X-Forwarded-For is nobody: the address is that of who sent it', (forwardedFor) => {
  expect(addressOf('10.0.0.1', { 'x-forwarded-for': forwardedFor })).toBe('10.0.0.1');
});
