import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redirectUriProblem, type RedirectedKind } from '../../src/clients/index.ts';

const kinds: readonly RedirectedKind[] = ['web', 'spa', 'native'];
const kind = fc.constantFrom(...kinds);
const taken = (uri: string, of: RedirectedKind, httpLoopback = false): boolean =>
  redirectUriProblem(uri, of, httpLoopback) === undefined;

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const host = fc.tuple(label, label).map((labels) => `${labels.join('.')}.example`);
const path = fc.array(label, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const port = fc.integer({ min: 1024, max: 65535 });
/** What clients of any kind may register. */
const web = fc.tuple(host, fc.option(port), path).map(([at, on, to]) => `https://${at}${on ? `:${on}` : ''}${to}`);

test('a plain https URL is taken for every kind', () => {
  fc.assert(fc.property(web, kind, (uri, of) => expect(taken(uri, of)).toBe(true)));
});

test('whatever is taken is written as every parser understands it, and leads to an app', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withFragments: true, withQueryParameters: true, authoritySettings: { withUserInfo: true } }),
    fc
      .tuple(
        web,
        fc.nat(),
        fc.constantFrom('\\', '*', '#', '@', '/../', '//', '%2e%2e/', '%00', '\t', '\n', ' ', '%5c'),
      )
      .map(([uri, at, odd]) => uri.slice(0, at % uri.length) + odd + uri.slice(at % uri.length)),
  );
  fc.assert(
    fc.property(anything, kind, fc.boolean(), (uri, of, httpLoopback) => {
      if (!taken(uri, of, httpLoopback)) return;
      const url = new URL(uri);
      expect([uri, `${uri}/`]).toContain(url.href);
      expect(uri).toMatch(/^[!$&-;=?@A-Z[\]_a-z~%]+$/);
      expect(uri).not.toMatch(/[*#\\]|\/\.\.?(\/|$)/);
      expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
      if (of !== 'native' && !httpLoopback) expect(url.protocol).toBe('https:');
      if (url.protocol === 'http:') expect(['localhost', '127.0.0.1', '[::1]']).toContain(url.hostname);
    }),
    { numRuns: 2000 },
  );
});

test('nothing that acts in a browser is taken, however it is written', () => {
  const scheme = fc.constantFrom(
    'javascript',
    'data',
    'vbscript',
    'file',
    'about',
    'blob',
    'filesystem',
    'view-source',
  );
  const odd = fc.constantFrom('', '\t', '\n', '\r', ' ', '\u0000', '\u0001', '\u00a0', '\ufeff');
  const cased = fc
    .tuple(scheme, fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }))
    .map(([name, upper]) => name.replace(/./g, (letter, at: number) => (upper[at] ? letter.toUpperCase() : letter)));
  const rest = fc.constantFrom(':alert(1)', ':/callback', '://com.example.app/callback', ':,x', '://%0aalert(1)');
  fc.assert(
    fc.property(cased, fc.nat(10), odd, rest, kind, (name, at, strange, end, of) => {
      for (const uri of [
        `${name}${end}`,
        `${strange}${name}${end}`,
        name.slice(0, at) + strange + name.slice(at) + end,
      ]) {
        expect(taken(uri, of, true)).toBe(false);
      }
    }),
  );
});

test('no change of a taken URI that leads elsewhere is taken as the same text', () => {
  const changes = (uri: string): string[] => [
    uri.toUpperCase(),
    uri.replace('https:', 'http:'),
    uri.replace('https://', 'https:\\\\'),
    uri.replace('https://', 'https://evil.example@'),
    uri.replace('https://', 'https://user:secret@'),
    uri.replace('.example', '.example.evil.example\\'),
    uri.replace('https://', 'https://*.'),
    `${uri}#fragment`,
    `${uri}/*`,
    `${uri}/../elsewhere`,
    `${uri}/..%2felsewhere`,
    `${uri}/%2e%2e/elsewhere`,
    `${uri}\t`,
    ` ${uri}`,
    `${uri}%0d%0aLocation:%20https://evil.example`,
    `//${uri.slice(8)}`,
    uri.slice(6),
  ];
  fc.assert(
    fc.property(web, kind, (uri, of) => {
      for (const changed of changes(uri)) expect([changed, taken(changed, of, true)]).toEqual([changed, false]);
    }),
  );
});

test.each([
  ['http://127.0.0.1/callback', true],
  ['http://127.0.0.1:8080/callback', true],
  ['http://[::1]/callback', true],
  ['http://[::1]:8080/', true],
  ['com.example.app:/callback', true],
  ['com.example.app://callback', true],
  ['org.example-app.x1:/a/b?c=d', true],
  ['https://app.example/claimed', true],
  ['http://localhost/callback', false],
  ['http://localhost:8080/callback', false],
  ['http://127.0.0.1.evil.example/callback', false],
  ['http://127.1/callback', false],
  ['http://2130706433/callback', false],
  ['http://0x7f.0.0.1/callback', false],
  ['http://[::ffff:127.0.0.1]/callback', false],
  ['http://0.0.0.0/callback', false],
  ['http://app.example/callback', false],
  ['https://127.0.0.1/callback', false],
  ['https://localhost/callback', false],
  ['myapp:/callback', false],
  ['com.example.app:callback', false],
  ['com.example.app:', false],
  ['COM.example.app:/callback', false],
  ['com.example.app:/callback#x', false],
  ['com.example.app:/*', false],
  ['com.example.app://user@callback', false],
  ['com..app:/callback', false],
  ['urn:ietf:wg:oauth:2.0:oob', false],
])('a native app and %s', (uri, expected) => {
  expect(taken(uri, 'native')).toBe(expected);
  expect(taken(uri, 'native', true)).toBe(expected);
});

test.each([
  ['http://localhost:5173/callback', true],
  ['http://127.0.0.1:5173/callback', true],
  ['http://[::1]/callback', true],
  ['http://app.localhost/callback', false],
  ['http://localhost.evil.example/callback', false],
  ['http://localhost:80/callback', false],
  ['http://app.example/callback', false],
  ['com.example.app:/callback', false],
])('a web app or SPA in development and %s', (uri, expected) => {
  expect([taken(uri, 'web', true), taken(uri, 'spa', true)]).toEqual([expected, expected]);
  expect([taken(uri, 'web'), taken(uri, 'spa')]).toEqual([false, false]);
});
