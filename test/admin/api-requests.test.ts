import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from '@jest/globals';
import { sendRaw } from '../bad-input/raw.ts';
import { callback } from '../support/apps.ts';
import { given, onPostern } from '../support/suite.ts';
import { addProgram, ask, tokenOf, type Said } from './programs.ts';

const { postern } = onPostern('sqlite');
const program = given(() => addProgram(postern));
let token: string;
let id: string;
let before: unknown;
beforeAll(async () => {
  token = await tokenOf(postern, program);
  const { body } = await api('POST', '/clients', { name: 'Shop', kind: 'web', redirectUris: [callback] });
  id = String(body['id']);
  before = (await api('GET', `/clients/${id}`)).body;
});

const api = (method: string, path: string, body?: object | string, more = {}): Promise<Said> =>
  ask(postern, token, method, path, body, more);

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test.each<readonly [string, string, Readonly<Record<string, string>>, number, string]>([
  ['a form', 'name=Mine', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
  ['text', '{"name":"Mine"}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['no type', '{"name":"Mine"}', { 'content-type': '' }, 415, 'unsupported_media_type'],
  ['a near type', '{"name":"Mine"}', { 'content-type': 'application/jsonp' }, 415, 'unsupported_media_type'],
  [
    'another charset',
    '{"name":"Mine"}',
    { 'content-type': 'application/json; charset=utf-16' },
    415,
    'unsupported_media_type',
  ],
  ['nothing', '', {}, 400, 'invalid_request'],
  ['no JSON', '{"name":"Mine"', {}, 400, 'invalid_request'],
  ['two', '{"name":"Mine"}{}', {}, 400, 'invalid_request'],
  ['a list', '[{"name":"Mine"}]', {}, 400, 'invalid_request'],
  ['a text', '"Mine"', {}, 400, 'invalid_request'],
  ['null', 'null', {}, 400, 'invalid_request'],
  ['what is nested deeply', deep(6000), {}, 400, 'invalid_request'],
  ['a text with half a character', String.raw`{"name":"a\ud800b"}`, {}, 400, 'invalid_request'],
  ['what is too large', JSON.stringify({ name: 'x'.repeat(64 * 1024) }), {}, 413, 'too_large'],
  ['a prototype', '{"__proto__":{"name":"Mine"}}', {}, 400, 'invalid_request'],
  ['a prototype within', '{"refresh":{"__proto__":{"idle":60}}}', {}, 400, 'invalid_request'],
  ['a constructor', '{"constructor":{"prototype":{"name":"Mine"}}}', {}, 400, 'invalid_request'],
])('a body that is %s changes nothing', async (_what, body, headers, status, error) => {
  const refused = await api('PATCH', `/clients/${id}`, body, headers);
  expect([refused.status, refused.body.error]).toEqual([status, error]);
  expect((await api('GET', `/clients/${id}`)).body).toEqual(before);
  expect(({} as Record<string, unknown>)['name']).toBeUndefined();
});

const patch = (headers: readonly string[], body: Buffer) =>
  sendRaw(postern.issuer, {
    method: 'PATCH',
    target: `/api/admin/clients/${id}`,
    headers: [`Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers],
    body,
  });

test('bytes that are no UTF-8 change nothing', async () => {
  const body = Buffer.concat([Buffer.from('{"name":"Mi'), Buffer.from([0xff, 0xfe]), Buffer.from('ne"}')]);
  expect((await patch([], body)).status).toBe(400);
  expect((await api('GET', `/clients/${id}`)).body).toEqual(before);
});

test('a small body that unpacks to a large one is refused, and one that says it is packed and is not', async () => {
  const large = gzipSync(Buffer.from(JSON.stringify({ name: 'x'.repeat(5_000_000) })));
  expect(large.length).toBeLessThan(64 * 1024);
  expect((await patch(['Content-Encoding: gzip'], large)).status).toBe(413);
  expect((await patch(['Content-Encoding: gzip'], Buffer.from('{"name":"Mine"}'))).status).toBe(400);
  expect((await patch(['Content-Encoding: unheard-of'], Buffer.from('{"name":"Mine"}'))).status).toBe(400);
  expect((await api('GET', `/clients/${id}`)).body).toEqual(before);
});

test('fields that only Postern writes are not taken from anybody', async () => {
  for (const field of ['secrets', 'secret', 'declaredBy', 'createdAt', 'changedAt', 'removedAt', 'revision', 'owed']) {
    const refused = await api('PATCH', `/clients/${id}`, { [field]: field === 'secrets' ? [{ hash: 'x' }] : 1 });
    expect([field, refused.status, refused.body.error]).toEqual([field, 400, 'invalid_request']);
    expect(refused.body.error_description).toContain(`${field}: is not known`);
  }
  const refused = await api('PATCH', `/clients/${id}`, { secretFrom: 'env:PATH' });
  expect([refused.status, refused.body.error_description]).toEqual([400, expect.stringContaining('secretFrom: ')]);
  expect((await api('GET', `/clients/${id}`)).body).toEqual(before);
});

test.each([
  ['GET', '/clients?limt=3', /did you mean limit/],
  ['GET', '/clients?limit=0', /limit: /],
  ['GET', '/clients?limit=201', /limit: /],
  ['GET', '/clients?limit=1.5', /limit: /],
  ['GET', '/clients?limit=', /limit: /],
  ['GET', '/clients?limit=1&limit=2', /limit: /],
  ['GET', '/clients?after=a&after=b', /after: /],
  ['GET', '/clients?after[$gt]=a', /is not known/],
  ['GET', '/clients?after=%ff', /UTF-8/],
  ['GET', '/clients/x?limit=3', /no parameter/],
  ['POST', '/clients?name=x', /no parameter/],
  ['PATCH', '/clients/x?dry-run=true', /no parameter/],
  ['DELETE', '/clients/x?dry-run=true', /no parameter/],
  ['POST', '/clients/x/secrets?keepOld=0', /no parameter/],
  ['DELETE', '/apis/x?force', /no parameter/],
])('%s %s does not do what it would without the mistake', async (method, path, text) => {
  const { status, body } = await api(method, path);
  expect([status, body.error, body.error_description]).toEqual([400, 'invalid_request', expect.stringMatching(text)]);
});

test.each(['/clients', '/clients/x', '/apis/x'])('a body is not taken where it means nothing: %s', async (path) => {
  const methods = path === '/clients' ? ['GET'] : ['GET', 'DELETE'];
  for (const method of methods) {
    for (const headers of [[], ['Transfer-Encoding: chunked']]) {
      const answer = await sendRaw(postern.issuer, {
        method,
        target: `/api/admin${path}`,
        headers: [`Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers],
        body: headers.length > 0 ? '2\r\n{}\r\n0\r\n\r\n' : '{}',
      });
      expect([method, answer.status]).toEqual([method, 400]);
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'invalid_request' });
    }
  }
});

test('what is not there, and what is not asked that way, is answered for programs', async () => {
  for (const [method, path, status] of [
    ['GET', '', 404],
    ['GET', '/', 404],
    ['GET', '/clients/', 404],
    ['DELETE', '/clients/', 404],
    ['DELETE', '/clients', 405],
    ['PUT', '/clients/x', 405],
    ['GET', '/clients/x/secrets', 405],
    ['POST', '/apis/x/secrets', 404],
    ['PROPFIND', '/clients', 405],
    ['GET', '/clients/..', 404],
    ['GET', '/clients/%2e%2e%2fapis', 404],
    ['GET', '/clients/%00', 404],
    ['GET', '/clients/%ff', 404],
    ['GET', `/clients/${'x'.repeat(5000)}`, 404],
    ['GET', `/apis/${encodeURIComponent('urn:x:y')}`, 404],
    ['GET', '/clients/__proto__', 404],
  ] as const) {
    const target = `/api/admin${path}`;
    const headers = [`Authorization: Bearer ${token}`, 'Accept: text/html'];
    const answer = await sendRaw(postern.issuer, { method, target, headers });
    expect([method, path, answer.status]).toEqual([method, path, status]);
    expect(JSON.parse(answer.body)).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
    expect(answer.headers.has('allow')).toBe(status === 405);
  }
  expect((await api('GET', `/clients/${id}`)).body).toEqual(before);
});

test('both names of a patch are taken', async () => {
  for (const [index, type] of ['application/merge-patch+json', 'application/json; charset=UTF-8'].entries()) {
    const { status, body } = await api('PATCH', `/clients/${id}`, { name: `Shop ${index}` }, { 'content-type': type });
    expect([status, body['name']]).toEqual([200, `Shop ${index}`]);
  }
  const { status } = await api('POST', '/clients', '{}', { 'content-type': 'application/merge-patch+json' });
  expect(status).toBe(415);
});
