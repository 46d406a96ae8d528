import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formSource,
  hostOf,
  imageSource,
  redirectTarget,
  safeLink,
  safePath,
  safeUrl,
} from '../../src/web/pages/urls.ts';

const hostile = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://evil.example/x',
  'https://user:secret@evil.example/',
  'https://',
  'no address',
  '',
];

test.each(hostile)('%j is no link', (value) => {
  expect([safeUrl(value), safeLink(value), safePath(value)]).toEqual([undefined, undefined, undefined]);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '\\\\evil.example',
  'x/y',
  '/\n/x',
])('%j is no path of ours', (value) => {
  expect(safePath(value)).toBeUndefined();
});

test('what is an address passes, in normal form', () => {
  expect(safeUrl('HTTPS://Notes.Example/a"b')).toBe('https://notes.example/a%22b');
  expect(safeUrl('http://localhost:5173')).toBe('http://localhost:5173/');
  expect(safeLink('/interaction/x?a=b#c')).toBe('/interaction/x?a=b#c');
});

test('whatever is given, a link leads to http, to https or to a path here', () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc
      .tuple(fc.constantFrom('/', '//', '/\\', 'javascript:', 'http:', '/.'), fc.string())
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (value) => {
      const link = safeLink(value);
      if (link === undefined) return;
      const url = new URL(link, 'https://postern.example');
      expect(['http:', 'https:']).toContain(url.protocol);
      if (safeUrl(value) === undefined) expect(url.origin).toBe('https://postern.example');
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['https://app.example/callback?code=1', 'https://app.example/callback?code=1'],
  ['http://127.0.0.1:49152/', 'http://127.0.0.1:49152/'],
  ['com.example.notes:/callback?code=1', 'com.example.notes:/callback?code=1'],
])('a browser may be sent to %s', (value, target) => {
  expect(redirectTarget(value)).toBe(target);
});

test.each([...hostile, 'notes:/callback', 'intent://x', '/callback'])('no browser is sent to %j', (value) => {
  expect(() => redirectTarget(value)).toThrow(TypeError);
});

test.each([
  ['https://app.example/callback', 'https:'],
  ['http://localhost:5173/callback', 'http://localhost:*'],
  ['http://[::1]:5173/callback', 'http:'],
  ['com.example.notes:/callback', 'com.example.notes:'],
  ['http://a;script-src/', 'http:'],
  ['/path', undefined],
])('a form may lead on to %s by %s', (value, source) => {
  expect(formSource(value)).toBe(source);
});

test('a picture is allowed by its origin, and brings no directive of its own', () => {
  expect(imageSource('https://cdn.example:8443/logo.png')).toBe('https://cdn.example:8443');
  expect(imageSource('https://cdn.example;sandbox/logo.png')).toBe('https:');
  expect(imageSource('https://cdn.example,x/logo.png')).toBe('https:');
});

test('people see the host that they go on to, not what an app calls itself', () => {
  expect(hostOf('https://app.example:8443/callback')).toBe('app.example:8443');
  expect(hostOf('com.example.notes:/callback')).toBe('com.example.notes');
});
